-- Visits were made in the night after what asked for them, a foreseen one in the last night. $1: the day that it is; $2: those after this one.
update follow_up
set created_at = (least(v.event_on, $1::date) - interval 5 hour)::timestamptz,
    updated_at = greatest((least(v.event_on, $1::date) - interval 5 hour)::timestamptz, follow_up.closed_at)
from visit as v
where v.follow_up_id = follow_up.follow_up_id and v.visit_id > $2
