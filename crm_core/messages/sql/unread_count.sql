-- How many notices of a user are unread. $1 user.
select count(*) from notice where user_id = $1 and read_at is null
