-- A new rule, which is off. $1 name, $2 event, $3 amount, $4 working days, $5 channel, $6 script, $7 questions, $8 retries,
-- $9 days until a retry, $10 team, $11 at most a night, $12 now, $13 user.
insert into visit_rule (
    name, event, amount, working_days, channel, script, questions, retries, retry_days, team_id, most_a_night, version,
    created_at, created_by, updated_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $12)
returning rule_id
