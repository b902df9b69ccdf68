-- Nobody answers for a milestone that is gone. $1 milestone.
delete from plan_milestone_owner where milestone_id = $1
