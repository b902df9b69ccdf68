-- One thing that was said to a period end, with its plan and day. $1 voice.
select v.voice_id, v.said_by, v.answer, v.version, s.plan_id, s.as_of_on
from plan_snapshot_voice as v
inner join plan_snapshot as s on s.snapshot_id = v.snapshot_id
where v.voice_id = $1
