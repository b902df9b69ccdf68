-- One row a demo customer that has documents, with its latest interaction: one in forty of the owned, companies more often.
select c.customer_id, c.code, c.name, c.owner_id, max(i.interaction_id) as interaction_id
from customer as c
left join interaction as i on i.customer_id = c.customer_id
where c.owner_id is not null and hash(c.code || 'documents') % if(c.kind = 'company', 4, 40) = 0
group by c.customer_id, c.code, c.name, c.owner_id
order by c.customer_id
