-- One row is one customer whose record lacks a key field. Parameters as in query.sql.
with spans as (
    select unnest($ends::date[]) as end_on
)
select l.customer_id as row_id, l.created_on as day, l.customer_id, l.empty_fields, l.filled_count, l.field_count
from spans as s
inner join customer_record_view as l on l.created_on < s.end_on
where l.filled_count < l.field_count
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
