-- One row a mapping that the actor may use: the company's, and those of the reach. The team's own before the company's, the
-- last used first. $1 scope, $2 teams.
select
    m.mapping_id, m.kind, m.name, m.name_key, m.team_id, coalesce(t.name, '') as team, m.headers, m.mapping, m.reading,
    m.decisions, m.version, m.created_at, m.created_by, coalesce(u.display_name, '') as made_by, m.used_at
from import_mapping as m
left join team_view as t on t.team_id = m.team_id
left join user_view as u on u.user_id = m.created_by
where $1 = 'all' or m.team_id is null or m.team_id = any($2)
order by m.team_id is null, m.used_at desc, m.mapping_id
