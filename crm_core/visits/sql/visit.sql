-- The open visit that a follow-up is, with its rule and how often it was tried in vain. $1 follow-up.
select
    v.visit_id, f.customer_id, r.channel, r.questions, r.retries, r.retry_days, f.version,
    (
        select count(*) from interaction_view as i
        where i.follow_up_id = v.follow_up_id and i.outcome = 'not_reached'
    ) as tries
from visit as v
inner join visit_rule as r on r.rule_id = v.rule_id
inner join follow_up_view as f on f.follow_up_id = v.follow_up_id and f.status = 'open'
where v.follow_up_id = $1
