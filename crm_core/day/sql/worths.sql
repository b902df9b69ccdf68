-- One row a customer of $customers that the reach opens, or whose owner me stands in for ($absent): the tier, and the net sales
-- from $since to $today. $scope, $teams, $me.
select
    c.customer_id, any_value(s.rung) as tier, coalesce(any_value(b.sales), 0)::decimal(18, 2) as sales
from customer_view as c
left join customer_standing_view as s on s.customer_id = c.customer_id and s.dimension = 'tier' and s.until_on is null
left join (
    select p.customer_id, sum(p.amount) as sales
    from purchase_view as p
    where p.customer_id = any($customers) and p.purchased_on between $since and $today
    group by p.customer_id
) as b on b.customer_id = c.customer_id
where
    c.customer_id = any($customers)
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id = any($absent)
        or c.customer_id in (select w.customer_id from collaborator_view as w where w.user_id = $me))
group by c.customer_id
