-- A milestone is removed where it still has the version that was seen. $1 milestone, $2 version.
delete from plan_milestone where milestone_id = $1 and version = $2 returning milestone_id
