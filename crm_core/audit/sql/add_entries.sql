-- Many entries of the trail at once (the Arrow table `entries`), in their order.
insert into audit_entry
select seq, happened_at, actor_id, actor_name, action, entity, entity_id, row_count, values_digest, previous_hash, hash
from entries
order by seq
