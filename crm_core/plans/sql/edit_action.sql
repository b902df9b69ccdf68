-- An action is changed where it still has the version that was seen. $1 action, $2 version, $3 goal, $4 what, $5 owner,
-- $6 the owner's team, $7 start, $8 due, $9 priority, $10 status, $11 note, $12 evidence, $13 day it was done, $14 now.
update plan_action
set goal_id = $3, what = $4, owner_id = $5, team_id = $6, start_on = $7, due_on = $8, priority = $9, status = $10,
    note = $11, evidence = $12, done_on = $13, version = version + 1, updated_at = $14
where action_id = $1 and version = $2
returning action_id
