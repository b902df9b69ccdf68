-- One row a kept liking of a customer, the latest first within its aspect. $1 customer.
select
    p.preference_id, p.aspect, p.value, p.value_key, p.origin, p.interaction_id, u.display_name as who, p.noted_on, p.version,
    p.evidence, i.channel as said_by, i.happened_on as said_on
from customer_preference as p
left join interaction_view as i on i.interaction_id = p.interaction_id
left join user_view as u on u.user_id = p.noted_by
where p.customer_id = $1
order by p.aspect, p.noted_on desc, p.preference_id desc
