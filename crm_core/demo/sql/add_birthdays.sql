-- Birthdays by the lunar calendar on this very day: of one customer of the demo's member of staff, and of one contact at a
-- business of the same. $1 lunar month, $2 lunar day, $3 who entered them, $4 when.
insert into birthday_mark (customer_id, contact_id, calendar, born_month, born_day, is_leap, version, set_by, set_at)
select
    m.customer_id, m.contact_id, 'lunar', $1, $2, false, 1, $3, $4
from (
    select arg_min(c.customer_id, hash(c.code)) as customer_id, 0 as contact_id
    from customer as c
    inner join app_user as u on u.user_id = c.owner_id and u.username = 'staff'
    where c.kind = 'person'
    union all
    select arg_min(n.customer_id, hash(c.code)) as customer_id, arg_min(n.contact_id, hash(c.code)) as contact_id
    from contact as n
    inner join customer as c on c.customer_id = n.customer_id
    inner join app_user as u on u.user_id = c.owner_id and u.username = 'staff'
    where n.is_decision_maker
) as m
where m.customer_id is not null
