-- What people said to the shared period ends of the plan $1, in its order.
select
    v.voice_id, v.snapshot_id, v.content, v.said_by, u.display_name as said_name, v.said_at, v.answer,
    a.display_name as answered_name, v.answered_at, v.version
from plan_snapshot_voice as v
inner join plan_snapshot as s on s.snapshot_id = v.snapshot_id
left join user_view as u on u.user_id = v.said_by
left join user_view as a on a.user_id = v.answered_by
where s.plan_id = $1
order by v.voice_id
