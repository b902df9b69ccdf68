-- The condition of due.sql that an event has made no visit yet. $rule: the rule.
not exists (
    select 1 from visit as v
    where v.rule_id = $rule and v.customer_id = e.customer_id and v.event_key = e.event_key
)
