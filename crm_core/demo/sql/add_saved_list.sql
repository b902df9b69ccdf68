-- A view of the list of customers that one of the demo's people keeps. $1 username, $2 name, $3 its key, $4 sharing,
-- $5 content, $6 day.
insert into saved_list (name, name_key, sharing, team_id, content, version, created_by, created_at, updated_at)
select $2, $3, $4, if($4 = 'team', team_id, null), $5, 1, user_id, $6, $6
from user_view
where username = $1
