-- A milestone is changed where it still has the version that was seen. $1 milestone, $2 version, $3 name, $4 day, $5 day it
-- was reached, $6 now.
update plan_milestone set name = $3, due_on = $4, done_on = $5, version = version + 1, updated_at = $6
where milestone_id = $1 and version = $2
returning milestone_id
