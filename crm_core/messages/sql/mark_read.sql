-- One own notice was read. $1 notice, $2 user, $3 now.
update notice set read_at = coalesce(read_at, $3) where notice_id = $1 and user_id = $2
returning notice_id
