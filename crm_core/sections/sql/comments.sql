-- One row a comment on the plan $1, one of its sections, or what about names; the latest first; at most $2.
select
    m.comment_id, m.section_id, b.about, m.author_id, u.display_name as author, m.content, m.mentioned, m.created_at, m.edited_at,
    m.version
from plan_comment as m
left join user_view as u on u.user_id = m.author_id
left join plan_comment_about as b on b.comment_id = m.comment_id
where m.plan_id = $1
order by m.created_at desc, m.comment_id desc
limit $2
