-- One row a company of the group that a customer belongs to, itself among them: all above it and all beneath those. Whoever is
-- not open has neither code, name nor sales. net: net sales since $from in the store's currency.
-- $customer; $scope, $teams, $me: the reach; $size: at most so many, the nearest to the customer first.
with recursive above (customer_id, step) as (
    select $customer::bigint, 0
    union
    select p.parent_id, a.step + 1
    from above as a
    inner join customer_parent_view as p on p.customer_id = a.customer_id
    where a.step < $deepest
),
beneath (customer_id, step) as (
    select customer_id, min(step) from above group by customer_id
    union
    select p.customer_id, b.step + 1
    from beneath as b
    inner join customer_parent_view as p on p.parent_id = b.customer_id
    where b.step < 2 * $deepest
),
family as (
    select customer_id, min(step) as step from beneath group by customer_id order by step, customer_id limit $size
),
opened as (
    select
        f.customer_id, c.code, c.name,
        coalesce(
            $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
            or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me), false
        ) as is_open
    from family as f
    inner join customer as c on c.customer_id = f.customer_id
),
bought as (
    select customer_id, sum(amount) as net
    from purchase_view
    where purchased_on >= $from and customer_id in (select customer_id from family)
    group by customer_id
)
select
    o.customer_id, p.parent_id, o.is_open, if(o.is_open, o.code, null) as code, if(o.is_open, o.name, null) as name,
    if(o.is_open, coalesce(b.net, 0), null) as net
from opened as o
left join customer_parent_view as p on p.customer_id = o.customer_id
left join bought as b on b.customer_id = o.customer_id
order by o.customer_id
