-- Give one follow-up to another user. $1 follow-up, $2 user, $3 team, $4 now.
update follow_up set user_id = $2, team_id = $3, version = version + 1, updated_at = $4 where follow_up_id = $1
