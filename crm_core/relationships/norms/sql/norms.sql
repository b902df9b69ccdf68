-- One row a norm that holds today, by rung and channel. $1 scope, $2 teams, $3 me: the company's, and those of the reach.
select
    n.norm_id, n.rung, g.name as "group", n.channel, n.days, n.guide, n.team_id, t.name as team, n.since_on, n.version, n.updated_at,
    u.display_name as updated_by
from contact_norm as n
left join tag_view as g on n.rung = 'tag:' || g.tag_id
left join team_view as t on t.team_id = n.team_id
left join user_view as u on u.user_id = n.updated_by
where
    n.until_on is null
    and ($1 = 'all' or n.team_id is null or n.team_id = any($2) or n.team_id = (select w.team_id from user_view as w where w.user_id = $3))
order by n.rung, g.name, t.name nulls first, n.days, n.channel nulls first, n.norm_id
