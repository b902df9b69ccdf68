-- One row a tag, with how many customers within the reach have it. $1 scope, $2 teams, $3 me.
select t.tag_id, t.name, t.version, count(c.customer_id) as customers
from tag as t
left join customer_tag as g on g.tag_id = t.tag_id
left join customer as c
    on c.customer_id = g.customer_id and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
group by t.tag_id, t.name, t.version, t.name_key
order by t.name_key, t.tag_id
