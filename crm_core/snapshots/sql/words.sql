-- What was told to all of the period ends of the plan $1, the latest first.
select w.snapshot_id, s.as_of_on, s.kind, w.content, u.display_name as told_by, w.told_at, w.version
from plan_snapshot_word as w
inner join plan_snapshot as s on s.snapshot_id = w.snapshot_id
left join user_view as u on u.user_id = w.told_by
where s.plan_id = $1
order by s.as_of_on desc
