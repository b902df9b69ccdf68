-- One row a period that is not over, the next first: of the people of the reach, and those in which me stands in. $1 scope,
-- $2 teams, $3 me, $4 day.
select
    a.absence_id, a.user_id, u.display_name as name, t.name as team, a.deputy_id, d.display_name as deputy, a.first_on,
    a.last_on, a.reason, a.version
from absence as a
inner join user_view as u on u.user_id = a.user_id
inner join user_view as d on d.user_id = a.deputy_id
left join team_view as t on t.team_id = u.team_id
where
    not a.is_cancelled and a.last_on >= $4
    and ($1 = 'all' or u.team_id = any($2) or a.user_id = $3 or a.deputy_id = $3)
order by a.first_on, a.absence_id
limit 200
