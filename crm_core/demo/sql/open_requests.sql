-- One row an open request: its customer and the customer's owner, who asked, and why.
select r.customer_id, c.name as customer, c.owner_id, u.display_name as asker, r.reason
from collaboration_request as r
inner join customer as c on c.customer_id = r.customer_id
inner join app_user as u on u.user_id = r.asked_by
where r.status = 'open' and c.owner_id is not null
order by r.request_id
