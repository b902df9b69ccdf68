-- The aims of an adjustment, to be written anew. $1 adjustment.
delete from plan_adjustment_aim where adjustment_id = $1
