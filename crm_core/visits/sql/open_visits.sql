-- One row an open visit among the follow-ups $4 that the reach opens: the own ones, those of whom me stands in for ($5), and
-- those with customers of the reach. $1 scope, $2 teams, $3 me.
select
    v.visit_id, v.follow_up_id, r.name as rule, r.event, v.event_on, r.channel, r.script, r.questions,
    (
        select count(*) from interaction_view as i
        where i.follow_up_id = v.follow_up_id and i.outcome = 'not_reached'
    ) as tries,
    r.retries, r.retry_days
from visit as v
inner join visit_rule as r on r.rule_id = v.rule_id
inner join follow_up_view as f on f.follow_up_id = v.follow_up_id and f.status = 'open'
inner join customer_view as c on c.customer_id = v.customer_id
where
    v.follow_up_id = any($4)
    and ($1 = 'all' or f.user_id = $3 or f.user_id = any($5) or c.team_id = any($2) or c.owner_id = $3
        or c.customer_id in (select w.customer_id from collaborator_view as w where w.user_id = $3))
order by v.follow_up_id
