-- One row a proposal to take: those of the customers $ids, or all (empty) of the dimension within the reach that differ from
-- what stands and are not fixed. $scope, $teams, $me; $dimension; $rung: the proposed one or ''.
select
    p.customer_id, p.dimension, p.rung, p.reasons, coalesce(s.version, 0) as version, s.rung as stands, s.since_on
from relationship_proposal as p
inner join customer_view as c on c.customer_id = p.customer_id
left join customer_standing as s on s.customer_id = p.customer_id and s.dimension = p.dimension and s.until_on is null
where
    p.dimension = $dimension and ($rung = '' or p.rung = $rung)
    and (len($ids) = 0 or p.customer_id = any($ids))
    and (s.rung is null or (s.rung <> p.rung and not s.is_fixed))
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me)
order by p.customer_id
