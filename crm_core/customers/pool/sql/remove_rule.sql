-- Remove a rule that still has the version $2 and is off. $1 rule.
delete from pool_rule where rule_id = $1 and version = $2 and switched_on_at is null returning rule_id
