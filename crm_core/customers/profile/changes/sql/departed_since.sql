-- One row a contact of a customer who has left since a day, the latest first. $1 customer, $2 day.
select c.name, c.is_decision_maker, d.left_on
from contact_departure_view as d
inner join contact_view as c on c.contact_id = d.contact_id
where d.customer_id = $1 and d.left_on >= $2
order by d.left_on desc, c.name
