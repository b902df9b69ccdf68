-- One view. $1 view.
select view_id, name, sharing, team_id, content, version, created_by from saved_list where view_id = $1
