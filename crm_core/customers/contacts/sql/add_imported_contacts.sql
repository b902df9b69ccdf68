-- The new contacts of a file (the Arrow table `ready`). $1 now, $2 actor.
insert into contact (
    customer_id, name, name_key, title, is_decision_maker, phone, phone_key, email, wechat, note, version, created_at,
    created_by, updated_at
)
select
    customer_id, name, name_key, title, coalesce(is_decision_maker, false), phone, phone_key, email, wechat, note, 1, $1, $2, $1
from ready
where outcome = 'added'
order by row
