-- Remove the comment $1.
delete from plan_comment where comment_id = $1
