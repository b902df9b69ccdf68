-- The accounts in given: user_id, username, name, role, team_id. $1 password hash, $2 now.
insert into app_user (
    user_id, username, display_name, password_hash, role, team_id, is_active, must_change_password, is_demo, version,
    created_at
)
select user_id, username, name, $1, role, team_id, true, false, true, 1, cast($2 as timestamptz) from given order by user_id
