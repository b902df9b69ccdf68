-- One row a comment on the customer $1, the latest first; $2 of them.
select m.comment_id, m.author_id, u.display_name as author, m.content, m.mentioned, m.created_at, m.edited_at, m.version
from customer_comment as m
left join user_view as u on u.user_id = m.author_id
where m.customer_id = $1
order by m.created_at desc, m.comment_id desc
limit $2
