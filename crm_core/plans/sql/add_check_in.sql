-- A new check-in. $1 plan, $2 day, $3 user, $4 the user's team, $5 comment, $6 confidence, $7 now.
insert into plan_check_in (plan_id, checked_on, user_id, team_id, comment, confidence, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
returning check_in_id
