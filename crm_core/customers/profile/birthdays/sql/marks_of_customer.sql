-- One row a birthday beside a customer's own data, the customer's first, without its day. $1 customer.
select m.contact_id, b.name, m.calendar, m.born_month as month, m.is_leap, m.version
from birthday_mark as m
inner join birthday_view as b on b.customer_id = m.customer_id and b.contact_id = m.contact_id
where m.customer_id = $1
order by m.contact_id
