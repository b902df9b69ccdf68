-- One row a rule, those that are on first, with what became of its visits within the reach. $1 scope, $2 teams, $3 me;
-- $4 one rule or null.
with counts as (
    select
        v.rule_id, count(*) filter (where v.state = 'open') as open_count,
        count(*) filter (where v.state = 'done') as done_count,
        count(*) filter (where v.state = 'given_up') as given_up_count,
        count(*) filter (where v.state = 'dropped') as dropped_count
    from visit_view as v
    where $1 = 'all' or v.team_id = any($2) or v.user_id = $3
    group by v.rule_id
)

select
    r.rule_id, r.name, r.event, r.amount, r.working_days, r.channel, r.script, r.questions, r.retries, r.retry_days,
    r.team_id, t.name as team, r.most_a_night, r.switched_on_at, r.switched_on_on, r.version,
    coalesce(c.open_count, 0) as open_count, coalesce(c.done_count, 0) as done_count,
    coalesce(c.given_up_count, 0) as given_up_count, coalesce(c.dropped_count, 0) as dropped_count
from visit_rule as r
left join team_view as t on t.team_id = r.team_id
left join counts as c on c.rule_id = r.rule_id
where $4 is null or r.rule_id = $4
order by r.switched_on_at is null, r.name, r.rule_id
