-- Switch a rule that still has the version $2 on or off. $1 rule, $3 the instant or null, $4 the day or null, $5 who, $6 now.
update visit_rule
set switched_on_at = $3, switched_on_on = $4, switched_on_by = $5, version = version + 1, updated_at = $6
where rule_id = $1 and version = $2
returning version
