-- Whose targets an actor may read: the active teams, then the active people of a team. One row is one scope; lead_names
-- are the active leads of a team, or of the person's team.
-- $1 reach ('all', 'team', 'own'), $2 teams, $3 me.
with lead as (
    select team_id, string_agg(display_name, ', ' order by display_name) as names
    from user_view
    where role = 'lead' and is_active
    group by team_id
)
select 'team' as kind, t.team_id as scope_id, t.name, t.team_id, t.name as team_name, l.names as lead_names, 0 as sorting
from team_view as t
left join lead as l on l.team_id = t.team_id
where t.is_active and ($1 = 'all' or t.team_id = any($2))
union all
select 'person', u.user_id, u.display_name, u.team_id, t.name, l.names, 1
from user_view as u
left join team_view as t on t.team_id = u.team_id
left join lead as l on l.team_id = u.team_id
where u.is_active and u.role in ('lead', 'staff') and ($1 = 'all' or u.team_id = any($2) or u.user_id = $3)
order by sorting, team_name nulls last, name, scope_id
