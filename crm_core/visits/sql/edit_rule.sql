-- Change a rule that still has the version $2. $1 rule, $3 to $13 its columns, $14 now, $15 whether it stays on.
update visit_rule
set
    name = $3, event = $4, amount = $5, working_days = $6, channel = $7, script = $8, questions = $9, retries = $10,
    retry_days = $11, team_id = $12, most_a_night = $13, updated_at = $14, version = version + 1,
    switched_on_at = if($15, switched_on_at, null), switched_on_on = if($15, switched_on_on, null),
    switched_on_by = if($15, switched_on_by, null)
where rule_id = $1 and version = $2
returning version
