-- One row is one purchase line of known cost behind a number, with its names; sales is its amount, amount what it earned.
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
named_lines as (
    select purchase_id, order_code, product_code, product_name
    from purchase_line_view
    where purchase_id in (select row_id from behind)
)
select b.row_id, b.day, v.order_code, c.customer_id, c.code as customer_code, c.name as customer_name,
    v.product_code, v.product_name, b.category, b.country, t.name as team_name, b.quantity, b.unit_price, b.unit_cost,
    b.sales, b.amount
from behind as b
inner join named_lines as v on v.purchase_id = b.row_id
left join customer_view as c on c.customer_id = b.customer_id
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id is null)
left join team_view as t on t.team_id = b.team_id
order by /*order*/
