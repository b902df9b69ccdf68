-- A new rule, which is off. $1-$8 what it says, $9 now, $10 who.
insert into pool_rule (
    name, quiet_days, unsold_days, kind, team_id, region, warn_days, most_a_night, version, created_at, created_by, updated_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $9)
returning rule_id
