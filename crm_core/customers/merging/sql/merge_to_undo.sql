-- One merge whose customers the reach opens. $1-$3 the reach, $4 merge.
select
    m.merge_id, m.survivor_id, m.gone_id, m.gone_code, m.merged_at, m.merged_by, m.undone_at, m.forgotten_at,
    c.customer_id is not null as is_there, f.customer_id as leads_to
from customer_merge as m
left join customer as c on c.customer_id = m.survivor_id
left join customer_former as f on f.former_id = m.survivor_id
left join customer as l on l.customer_id = coalesce(f.customer_id, m.survivor_id)
left join customer_at_merge as g on g.merge_id = m.merge_id and g.side = 'gone'
where
    m.merge_id = $4
    and ($1 = 'all'
        or (coalesce(l.team_id = any($2) or l.owner_id = $3, false)
            and (g.merge_id is null or coalesce(g.team_id = any($2) or g.owner_id = $3, false))))
