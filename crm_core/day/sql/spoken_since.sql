-- One row a customer of $customers with whom somebody spoke, or tried to, on the day $since or later: the last such day.
select i.customer_id, max(i.happened_on) as last_on
from interaction_view as i
where i.happened_on >= $since and i.customer_id = any($customers)
group by i.customer_id
