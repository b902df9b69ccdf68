-- Remove a rule that still has the version $2, is off and has no visits. $1 rule.
delete from visit_rule
where rule_id = $1 and version = $2 and switched_on_at is null and rule_id not in (select v.rule_id from visit as v)
returning rule_id
