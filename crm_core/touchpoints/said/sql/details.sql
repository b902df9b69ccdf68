-- One row an interaction of the customer $1 among $2 that has more than its own row.
select d.interaction_id, d.purpose, k.contact_id, k.name as contact, d.chat
from interaction_detail as d
left join contact_view as k on k.contact_id = d.contact_id and k.customer_id = d.customer_id
where d.customer_id = $1 and d.interaction_id = any($2)
order by d.interaction_id
