-- The comment $1 is about $2.
insert into plan_comment_about (comment_id, about) values ($1, $2)
