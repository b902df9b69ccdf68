-- All own notices were read. $1 user, $2 now.
update notice set read_at = $2 where user_id = $1 and read_at is null
returning notice_id
