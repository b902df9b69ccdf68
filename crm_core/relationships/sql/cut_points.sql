-- One row: the net sales at which the given shares of the buyers of a span begin, and their median number of orders.
-- $from, $until the first and the last day; $strategic, $high, $mid: shares of the buyers from the top, 0-1.
with bought as (
    select customer_id, sum(amount) as net_sales, count(distinct order_id) filter (where is_sold) as orders
    from purchase_view
    where customer_id is not null and purchased_on between $from and $until
    group by customer_id
    having sum(amount) > 0
)
select
    quantile_disc(net_sales, 1 - $strategic) as strategic, quantile_disc(net_sales, 1 - $high) as high,
    quantile_disc(net_sales, 1 - $mid) as mid, quantile_disc(orders, 0.5) as orders
from bought
