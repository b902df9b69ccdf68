-- One row an entry, the latest first, with its values where they were not erased. $count how many, $first from which.
with part as (
    select e.seq, e.happened_at, e.actor_id, e.actor_name, e.action, e.entity, e.entity_id, e.row_count
    from audit_entry as e
    where true /*filters*/
    order by e.seq desc
    limit $count offset $first
)
select part.*, v.content
from part
left join audit_value as v on v.seq = part.seq
order by part.seq desc
