-- One row a field that an import would write over in a contact: what stands there, masked as everywhere, and what the file
-- says. The Arrow table `lines`: known contacts that differ, of the import's `ready`.
-- Parameters: $scope, $teams, $me: what the actor may import into.
with standing as (
    select
        n.*, k.name as old_name, k.title as old_title, k.is_decision_maker as old_decides, k.email as old_email,
        k.wechat as old_wechat, k.note as old_note, f.masked_email, f.masked_wechat, c.code as known_code
    from lines as n
    inner join contact as k on k.contact_id = n.contact_id
    inner join contact_face_view as f on f.contact_id = k.contact_id
    inner join customer as c on c.customer_id = k.customer_id
    where $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
)

select s.row, s.known_code as code, s.old_name as whose, t.field, null::bigint as own, t.was, t.becomes
from standing as s, unnest([
    {'place': 1, 'field': 'name', 'was': s.old_name, 'becomes': s.name, 'differs': s.name <> s.old_name},
    {'place': 2, 'field': 'title', 'was': s.old_title, 'becomes': s.title,
        'differs': s.title is not null and s.title is distinct from s.old_title},
    {'place': 3, 'field': 'decision_maker', 'was': s.old_decides::varchar, 'becomes': s.is_decision_maker::varchar,
        'differs': s.is_decision_maker is not null and s.is_decision_maker <> s.old_decides},
    {'place': 4, 'field': 'email', 'was': s.masked_email, 'becomes': s.email,
        'differs': s.email is not null and s.email is distinct from s.old_email},
    {'place': 5, 'field': 'wechat', 'was': s.masked_wechat, 'becomes': s.wechat,
        'differs': s.wechat is not null and s.wechat is distinct from s.old_wechat},
    {'place': 6, 'field': 'note', 'was': s.old_note, 'becomes': s.note,
        'differs': s.note is not null and s.note is distinct from s.old_note}
]) as listed(t)
where t.differs
order by s.row, t.place
