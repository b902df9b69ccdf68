-- A new interaction; $11 now, $12 who began, where it was said.
insert into interaction (
    customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on, follow_up_id, version,
    created_at, updated_at, direction
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $11, $12)
returning interaction_id
