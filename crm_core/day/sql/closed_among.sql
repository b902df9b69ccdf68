-- One row a customer of $customers with channels that it closed, of those that the reach opens or whose owner me stands in for
-- ($absent). $scope, $teams, $me.
select x.customer_id, list(x.channel order by x.channel) as channels
from channel_opt_out_view as x
inner join customer_view as c on c.customer_id = x.customer_id
where
    x.customer_id = any($customers)
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id = any($absent)
        or c.customer_id in (select w.customer_id from collaborator_view as w where w.user_id = $me))
group by x.customer_id
order by x.customer_id
