-- One row a dimension, rung that stands ('' for none) and whether another one is proposed: how many customers of the reach.
-- $scope, $teams, $me.
with dimensions as (select unnest(['type', 'tier']) as dimension),

mine as (
    select c.customer_id from customer_view as c
    where $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
)
select
    d.dimension, coalesce(s.rung, '') as rung,
    coalesce(p.rung is not null and (s.rung is null or (s.rung <> p.rung and not s.is_fixed)), false) as is_to_decide,
    count(*) as customers, max(p.made_on) as made_on
from mine as m
cross join dimensions as d
left join customer_standing as s on s.customer_id = m.customer_id and s.dimension = d.dimension and s.until_on is null
left join relationship_proposal as p on p.customer_id = m.customer_id and p.dimension = d.dimension
group by d.dimension, coalesce(s.rung, ''), is_to_decide
order by d.dimension, rung, is_to_decide
