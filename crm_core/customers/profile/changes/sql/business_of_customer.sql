-- One row: what a customer bought in three spans, net in the store's currency and orders, whether it had bought before the
-- latest, and which categories it bought in that for the first time. $customer; $r1, $r2: the latest span; $b1, $b2: the one
-- before; $y1, $y2: that of a year ago.
with lines as (
    select amount, order_id, is_sold, purchased_on, category from purchase_view where customer_id = $customer
),
fresh as (
    select category
    from lines
    where is_sold and category <> ''
    group by category
    having min(purchased_on) between $r1 and $r2
)
select
    coalesce(sum(amount) filter (where purchased_on between $r1 and $r2), 0) as recent_net,
    count(distinct order_id) filter (where is_sold and purchased_on between $r1 and $r2) as recent_orders,
    coalesce(sum(amount) filter (where purchased_on between $b1 and $b2), 0) as before_net,
    count(distinct order_id) filter (where is_sold and purchased_on between $b1 and $b2) as before_orders,
    coalesce(sum(amount) filter (where purchased_on between $y1 and $y2), 0) as year_net,
    count(distinct order_id) filter (where is_sold and purchased_on between $y1 and $y2) as year_orders,
    count(*) filter (where is_sold and purchased_on < $r1) > 0 as has_history,
    (select list(category order by category) from fresh) as new_categories
from lines
