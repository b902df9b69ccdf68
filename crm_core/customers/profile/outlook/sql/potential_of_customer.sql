-- What a person expects of a customer. $1 customer.
select p.level, p.reason, p.set_on, u.display_name as who, p.version
from customer_potential as p
left join user_view as u on u.user_id = p.set_by
where p.customer_id = $1
