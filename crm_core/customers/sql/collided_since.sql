-- Whether somebody met a customer since an instant. $1 actor, $2 customer, $3 instant. One row, or none.
select seq
from audit_entry_view
where actor_id = $1 and entity = 'customer' and entity_id = $2 and action = 'collide' and happened_at >= $3
limit 1
