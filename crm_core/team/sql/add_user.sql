-- A new user. $1 username, $2 display name, $3 hash, $4 role, $5 team, $6 must change the password, $7 demo, $8 now.
insert into app_user (username, display_name, password_hash, role, team_id, is_active, must_change_password, is_demo,
    version, created_at)
values ($1, $2, $3, $4, $5, true, $6, $7, 1, $8)
returning user_id
