-- One user's team and whether they may own goals and actions. $1 user.
select user_id, team_id, is_active and role <> 'reader' as may_own from user_view where user_id = $1
