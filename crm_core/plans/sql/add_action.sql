-- A new action. $1 plan, $2 goal, $3 what, $4 owner, $5 the owner's team, $6 start, $7 due, $8 priority, $9 status, $10 note,
-- $11 evidence, $12 day it was done, $13 now, $14 actor.
insert into plan_action (
    plan_id, goal_id, what, owner_id, team_id, start_on, due_on, priority, status, note, evidence, done_on, version,
    created_at, created_by, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14, $13)
returning action_id
