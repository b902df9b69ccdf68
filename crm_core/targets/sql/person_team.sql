-- The team of one person, whether still active or not; no row where there is no such person. $1 user.
select user_id, team_id from user_view where user_id = $1
