-- How many merges fit; the parameters are those of merges.sql.
select count(*) as total
from customer_merge as m
left join customer_former as f on f.former_id = m.survivor_id
left join customer as l on l.customer_id = coalesce(f.customer_id, m.survivor_id)
left join customer as b on b.customer_id = m.gone_id
left join customer_at_merge as g on g.merge_id = m.merge_id and g.side = 'gone'
where
    m.merged_at >= $since and ($survivor is null or l.customer_id = $survivor)
    and ($scope = 'all'
        or (coalesce(l.team_id = any($teams) or l.owner_id = $me, false)
            and coalesce(
                coalesce(g.team_id, b.team_id) = any($teams) or coalesce(g.owner_id, b.owner_id) = $me, false
            )))
