-- One row an erasure that was asked for and waits, the oldest first. $1 a customer, null for all.
select r.request_id, r.customer_id, c.code, c.name, r.reason, r.reference, r.asked_by, u.display_name as asked_name, r.asked_at, r.version
from erasure_request as r
inner join customer_view as c on c.customer_id = r.customer_id
left join user_view as u on u.user_id = r.asked_by
where r.status = 'open' and ($1 is null or r.customer_id = $1)
order by r.asked_at, r.request_id
