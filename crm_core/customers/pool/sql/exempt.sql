-- Why one customer is to be kept, by whom and since when. $1 customer.
select e.reason, u.display_name as marked_by, e.marked_at
from customer_exempt as e
left join user_view as u on u.user_id = e.marked_by
where e.customer_id = $1
