-- One row an erasure, the latest first.
select
    e.erasure_id, e.erasure_key, e.salt, e.digests, e.reason, e.reference, e.row_counts, e.erased_at, e.erased_by, e.asked_by,
    e.replayed_at, u.display_name as by_name, a.display_name as asked_name
from erasure as e
left join user_view as u on u.user_id = e.erased_by
left join user_view as a on a.user_id = e.asked_by
order by e.erased_at desc, e.erasure_id desc
