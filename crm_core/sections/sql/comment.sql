-- The comment $1.
select comment_id, plan_id, section_id, author_id, content, mentioned, created_at, version from plan_comment where comment_id = $1
