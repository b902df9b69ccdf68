-- One row a customer whom this user contacted last, the latest first. $scope, $teams, $me: the reach. $size: how many.
-- $kind: persons or companies alone, '' both; $without: a customer who is not offered, or null.
with mine as (
    select i.customer_id, max(i.happened_at) as last_at
    from interaction_view as i
    inner join customer as c on c.customer_id = i.customer_id
    where
        i.user_id = $me and ($kind = '' or c.kind = $kind) and c.customer_id is distinct from $without
        and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
            or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me))
    group by i.customer_id
    order by last_at desc, i.customer_id
    limit $size
)

select f.customer_id, f.code, f.name, f.masked_phone as phone, u.display_name as owner
from mine as m
inner join customer_face_view as f on f.customer_id = m.customer_id
left join user_view as u on u.user_id = f.owner_id
order by m.last_at desc, f.customer_id
