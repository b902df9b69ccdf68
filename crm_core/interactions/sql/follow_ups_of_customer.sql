-- One row an open follow-up with one customer, the oldest first. $1 customer.
select
    f.follow_up_id, f.customer_id, c.name as customer, c.code, f.user_id, u.display_name as who, f.due_on, f.channel,
    f.purpose, null::timestamptz as last_contact_at, f.version
from follow_up as f
inner join customer_view as c on c.customer_id = f.customer_id
left join user_view as u on u.user_id = f.user_id
where f.customer_id = $1 and f.status = 'open'
order by f.due_on, f.follow_up_id
limit 50
