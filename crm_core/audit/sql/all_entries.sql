-- One row an entry in order, with its values where they were not erased; for the verification.
select e.seq, e.happened_at, e.actor_id, e.actor_name, e.action, e.entity, e.entity_id, e.row_count, e.values_digest,
    e.previous_hash, e.hash, v.salt, v.content
from audit_entry as e
left join audit_value as v on v.seq = e.seq
where e.seq > $1
order by e.seq
limit $2
