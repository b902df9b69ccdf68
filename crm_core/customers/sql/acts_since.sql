-- How many records one actor revealed, or met as a colleague's, since an instant. $1 actor, $2 instant.
select count(*) as acts
from audit_entry_view
where actor_id = $1 and happened_at >= $2 and entity = 'customer' and action in ('reveal', 'collide')
