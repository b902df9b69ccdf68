-- A new review. $1 plan, $2 day, $3 by whom, $4 now.
insert into plan_review (plan_id, held_on, state, summary, version, created_by, created_at, updated_at)
values ($1, $2, 'coming', '', 1, $3, $4, $4)
returning review_id
