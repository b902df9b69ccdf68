-- A user's data by an administrator. $1 user, $2 version, $3 display name, $4 role, $5 team, $6 username.
update app_user set display_name = $3, role = $4, team_id = $5, username = $6, version = version + 1
where user_id = $1 and version = $2
returning user_id
