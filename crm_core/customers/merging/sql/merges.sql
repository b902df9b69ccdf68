-- One row a merge of one page, the latest first, that the reach opens. $scope, $teams, $me; $since; $survivor (null: any);
-- $size, $skip: the page.
select
    m.merge_id, m.survivor_id, coalesce(l.name, '') as keeper, m.gone_id, m.gone_code,
    coalesce(g.name, b.name, '') as gone_name, m.merged_at, u.display_name as merged_by, m.undone_at,
    w.display_name as undone_by, m.moved
from customer_merge as m
left join customer_former as f on f.former_id = m.survivor_id
left join customer as l on l.customer_id = coalesce(f.customer_id, m.survivor_id)
left join customer as b on b.customer_id = m.gone_id
left join customer_at_merge as g on g.merge_id = m.merge_id and g.side = 'gone'
left join user_view as u on u.user_id = m.merged_by
left join user_view as w on w.user_id = m.undone_by
where
    m.merged_at >= $since and ($survivor is null or l.customer_id = $survivor)
    and ($scope = 'all'
        or (coalesce(l.team_id = any($teams) or l.owner_id = $me, false)
            and coalesce(
                coalesce(g.team_id, b.team_id) = any($teams) or coalesce(g.owner_id, b.owner_id) = $me, false
            )))
order by m.merged_at desc, m.merge_id desc
limit $size offset $skip
