-- What is decided of a touchpoint anew, where it still has the version that was seen. $1 plan, $2 touchpoint, $3 version, $4 is in,
-- $5 reason, $6 by, $7 now.
update plan_scope set is_in = $4, reason = $5, set_by = $6, set_at = $7, version = version + 1
where plan_id = $1 and touchpoint_id = $2 and version = $3
returning touchpoint_id
