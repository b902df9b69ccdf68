-- The comment $1.
select m.comment_id, m.plan_id, m.section_id, b.about, m.author_id, m.content, m.mentioned, m.created_at, m.version
from plan_comment as m
left join plan_comment_about as b on b.comment_id = m.comment_id
where m.comment_id = $1
