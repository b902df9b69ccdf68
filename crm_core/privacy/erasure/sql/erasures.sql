-- One row an erasure, the latest first; signs: a list of kind:sign; allowed_at: since when the person may come back by an import.
select
    e.erasure_id, e.erasure_key, e.salt, e.digests, e.reason, e.reference, e.row_counts, e.erased_at, e.erased_by, e.asked_by,
    e.replayed_at, r.allowed_at,
    coalesce(
        (select list(g.kind || ':' || g.sign order by g.kind, g.sign) from erasure_sign as g where g.erasure_key = e.erasure_key),
        []::varchar[]
    ) as signs,
    u.display_name as by_name, a.display_name as asked_name
from erasure as e
left join erasure_return as r on r.erasure_key = e.erasure_key
left join user_view as u on u.user_id = e.erased_by
left join user_view as a on a.user_id = e.asked_by
order by e.erased_at desc, e.erasure_id desc
