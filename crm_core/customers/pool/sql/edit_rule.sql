-- Change a rule that still has the version $2, and switch it off. $1 rule, $3-$10 what it says, $11 now.
update pool_rule
set name = $3, quiet_days = $4, unsold_days = $5, kind = $6, team_id = $7, region = $8, warn_days = $9, most_a_night = $10,
    switched_on_at = null, switched_on_by = null, version = version + 1, updated_at = $11
where rule_id = $1 and version = $2
returning version
