-- One row an unread notice of a user, of a kind, with one of some texts, since an instant, the latest first. $1 user, $2 kind, $3 texts, $4 since.
select notice_id, text, text_values
from notice
where user_id = $1 and kind = $2 and text = any($3) and read_at is null and created_at >= $4
order by created_at desc, notice_id desc
