-- Unread notices of a kind make room for newer ones. $1 user (null: everybody's), $2 kind.
delete from notice where ($1 is null or user_id = $1) and kind = $2 and read_at is null
