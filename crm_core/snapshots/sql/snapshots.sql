-- The snapshots of a plan, the latest first. $1 plan.
select snapshot_id, plan_id, as_of_on, kind, stage_id, stage_name, stage_first_on, stage_last_on, action_count, done_count,
    overdue_count, taken_at
from plan_snapshot
where plan_id = $1
order by as_of_on desc
