-- One row an interaction in which a customer was reached since a day, at most 500, the latest first. $1 customer, $2 day.
select channel, happened_at
from interaction_view
where customer_id = $1 and happened_on >= $2 and outcome <> 'not_reached'
order by happened_at desc
limit 500
