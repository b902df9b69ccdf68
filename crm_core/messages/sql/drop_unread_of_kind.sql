-- A user's unread notices of a kind make room for a newer one. $1 user, $2 kind.
delete from notice where user_id = $1 and kind = $2 and read_at is null
