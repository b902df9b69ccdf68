-- One row is one order behind a number, with its names; customer, team and country are those of its first line.
-- $from, $to, $scope, $teams, $me and the filters as in the metric; $limit, $offset the page.
-- Slots: rows, the metric's own rows.sql; order, newest or largest first.
-- A customer whom the asker may not see today, since the customer has moved on, stays without name and id.
with behind as (
    select *
    from (
        /*rows*/
    )
    order by /*order*/
    limit $limit offset $offset
),
order_codes as (
    select distinct order_id, order_code
    from purchase_line_view
    where order_id in (select order_id from behind)
)
select b.row_id, b.day, o.order_code, c.customer_id, c.code as customer_code, c.name as customer_name,
    b.country, t.name as team_name, b.line_count, b.amount
from behind as b
inner join order_codes as o on o.order_id = b.order_id
left join customer_view as c on c.customer_id = b.customer_id
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id is null)
left join team_view as t on t.team_id = b.team_id
order by /*order*/
