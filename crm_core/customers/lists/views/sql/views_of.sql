-- One row a view that a user sees, by name: the own ones, those of the team, those of everybody; with who made it and whether
-- the user's list begins with it. $1 user, $2 team.
select
    v.view_id, v.name, v.sharing, v.team_id, v.content, v.version, v.created_by, u.display_name as made_by,
    s.view_id is not null as is_start
from saved_list as v
left join user_view as u on u.user_id = v.created_by
left join (select distinct view_id from saved_list_start where user_id = $1) as s on s.view_id = v.view_id
where v.created_by = $1 or v.sharing = 'all' or (v.sharing = 'team' and v.team_id = $2)
order by v.name_key, v.view_id
