-- One row is one group: all numbers that are counted over the purchases of a span, in one scan; null where nothing was counted.
-- Their definitions are those of the metric folders; a test holds the two against each other.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key,
    sum(l.amount) filter (where l.is_sold) as gross_sales,
    -sum(l.amount) filter (where l.is_return) as returns,
    sum(l.amount) filter (where l.is_sold or l.is_return) as net_sales,
    nullif(count(distinct l.order_id) filter (where l.is_sold), 0) as orders,
    nullif(count(distinct l.customer_id) filter (where l.is_sold), 0) as active_customers,
    sum(l.amount - l.quantity * coalesce(l.unit_cost, r.unit_cost)) filter (where l.is_sold or l.is_return) as gross_profit,
    sum(l.amount) filter (where (l.is_sold or l.is_return) and coalesce(l.unit_cost, r.unit_cost) is not null) as costed_sales,
    sum(l.amount) filter (where l.is_sold and coalesce(l.unit_cost, r.unit_cost) is not null) as known,
    count(*) filter (where l.is_sold or l.is_return) as traded
from purchase_view as l
left join product_view as r on r.product_id = l.product_id
where l.purchased_on >= $from and l.purchased_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
