-- One row a kind of what customers want (null: those who said nothing), and one for all together (is_total): customers of the reach
-- and team who still want it, for whom it matters most, who got it, who ever said anything, and how many they are. $scope, $teams, $me, $team (null: all teams).
with mine as (
    select c.customer_id
    from customer_view as c
    where ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me) and ($team is null or c.team_id = $team)
)

select n.kind, grouping(n.kind) = 1 as is_total,
    count(distinct m.customer_id) filter (where n.state = 'open') as open_count,
    count(distinct m.customer_id) filter (where n.state = 'open' and n.weight = 3) as most_count,
    count(distinct m.customer_id) filter (where n.state = 'met') as met_count,
    count(distinct n.customer_id) as told_count, count(distinct m.customer_id) as customer_count
from mine as m
left join customer_need as n on n.customer_id = m.customer_id
group by grouping sets ((n.kind), ())
order by is_total, n.kind
