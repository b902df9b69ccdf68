-- A new comment on the plan $1, and on its section $2 or (null) the plan as a whole. $6 now.
insert into plan_comment (plan_id, section_id, author_id, content, mentioned, created_at, version)
values ($1, $2, $3, $4, $5, $6, 1)
returning comment_id
