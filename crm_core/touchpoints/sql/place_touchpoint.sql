-- Give the touchpoint $1 the place $2 in its phase. $3 now.
update touchpoint set place = $2, version = version + 1, updated_at = $3 where touchpoint_id = $1
