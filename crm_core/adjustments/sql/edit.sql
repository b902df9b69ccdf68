-- A changed adjustment. $1 adjustment, $2 version, $3 day, $4 what, $5 reason, $6 kind of scope, $7 its id, $8 day to judge it,
-- $9 now.
update plan_adjustment
set changed_on = $3, what = $4, reason = $5, scope_kind = $6, scope_id = $7, judge_on = $8, version = version + 1,
    updated_at = $9
where adjustment_id = $1 and version = $2
returning adjustment_id
