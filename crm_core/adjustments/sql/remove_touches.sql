-- What an adjustment touched, to be written anew. $1 adjustment.
delete from plan_adjustment_touch where adjustment_id = $1
