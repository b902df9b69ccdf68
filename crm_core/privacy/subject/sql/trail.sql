-- What the trail tells of a customer: one row an entry, in order; which fields, never the values. $ids.
select happened_at, actor_name, action, fields
from audit_entry_view
where entity = 'customer' and entity_id = any($ids)
order by seq
