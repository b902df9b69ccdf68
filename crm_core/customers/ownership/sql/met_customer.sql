-- The customer that an actor met as a colleague's, by the entry of the trail. $1 entry, $2 actor.
select entity_id as customer_id
from audit_entry_view
where seq = $1 and actor_id = $2 and action = 'collide' and entity = 'customer'
