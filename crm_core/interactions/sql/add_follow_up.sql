-- A new follow-up; $1 customer, $2 user, $3 team, $4 day, $5 channel, $6 purpose, $7 the interaction that promised it, $8 now.
insert into follow_up (
    customer_id, user_id, team_id, due_on, channel, purpose, status, interaction_id, version, created_at, updated_at
) values ($1, $2, $3, $4, $5, $6, 'open', $7, 1, $8, $8)
returning follow_up_id
