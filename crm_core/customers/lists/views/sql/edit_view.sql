-- Change a view that still has the version $2. $1 view, $3 name, $4 its key, $5 sharing, $6 team, $7 content, $8 now.
update saved_list
set name = $3, name_key = $4, sharing = $5, team_id = $6, content = $7, version = version + 1, updated_at = $8
where view_id = $1 and version = $2
returning version
