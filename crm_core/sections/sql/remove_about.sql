-- Forget what the comment $1 is about.
delete from plan_comment_about where comment_id = $1
