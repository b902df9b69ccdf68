-- One row a customer who ever bought: spend (net of returns, the store's currency), the orders of sold lines, the days of the
-- first and the last of them, and the marks new, old and large as they stand on a day, a list.
-- $new_from: new is who first bought from this day on; $old_until and $year: old who first bought up to the one and last from the
-- other on; $large: large whose net since $year reaches it; null switches a mark off.
with bought as (
    select
        customer_id, sum(amount) as spend, count(distinct order_id) filter (where is_sold) as orders,
        min(purchased_on) filter (where is_sold) as first_on, max(purchased_on) filter (where is_sold) as last_on,
        coalesce(sum(amount) filter (where purchased_on >= $year::date), 0) as year_net
    from purchase_view
    where customer_id is not null
    group by customer_id
)

select
    customer_id, spend, orders, first_on, last_on,
    if(first_on >= $new_from::date, ['new'], []::varchar[])
    || if(first_on <= $old_until::date and last_on >= $year::date, ['old'], []::varchar[])
    || if(year_net >= $large::decimal(18, 4), ['large'], []::varchar[]) as marks
from bought
order by customer_id
