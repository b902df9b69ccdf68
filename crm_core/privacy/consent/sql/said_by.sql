-- One row a time that a customer said something to a purpose, the latest first. $1 customer.
select c.consent_id, c.purpose_id, c.text_number, c.state, c.said_on, c.way, c.note, coalesce(u.display_name, '') as who, c.logged_at
from customer_consent as c
left join user_view as u on u.user_id = c.logged_by
where c.customer_id = $1
order by c.said_on desc, c.consent_id desc
