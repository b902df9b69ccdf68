-- Switch a rule that still has the version $2 on or off. $1 rule, $3 the instant or null, $4 who or null, $5 now.
update pool_rule
set switched_on_at = $3, switched_on_by = $4, version = version + 1, updated_at = $5
where rule_id = $1 and version = $2
returning version
