-- One row a customer and dimension (or, for counts, a dimension and rank): the highest rung of which all criteria hold.
-- "criteria" (dimension, rank, place, measure, months, first_on, at_most, threshold) is given: first_on the first day of the
-- window; rank 0 is the lowest rung, which asks for nothing. $until the last day of purchases that counts, $today of talks.
-- $low, $high: which customers, by id, the first within, the last beyond.
-- Slot: answer, what is told of where each customer is placed.
with spans as (select distinct first_on from criteria),

bought as (
    select
        p.customer_id, s.first_on, sum(p.amount) as net_sales, count(distinct p.order_id) filter (where p.is_sold) as orders,
        sum(p.amount - p.quantity * coalesce(p.unit_cost, r.unit_cost)) filter (where p.is_sold or p.is_return) as gross_profit
    from purchase_view as p
    inner join spans as s on p.purchased_on >= s.first_on
    left join product_view as r on r.product_id = p.product_id
    where p.customer_id >= $low and p.customer_id < $high and p.purchased_on <= $until
    group by p.customer_id, s.first_on
),

talked as (
    select i.customer_id, s.first_on, count(*) as interactions, count(distinct i.channel) as channels
    from interaction_view as i
    inner join spans as s on i.happened_on >= s.first_on
    where i.customer_id >= $low and i.customer_id < $high and i.happened_on <= $today and i.outcome <> 'not_reached'
    group by i.customer_id, s.first_on
),

lived as (
    select customer_id, min(purchased_on) as first_on, max(purchased_on) as last_on
    from purchase_view
    where customer_id >= $low and customer_id < $high and is_sold and purchased_on <= $until
    group by customer_id
),

valued as (
    select
        c.customer_id, k.dimension, k.rank, k.place, k.measure, k.months, k.at_most, k.threshold,
        case k.measure
            when 'net_sales' then coalesce(b.net_sales, 0)
            when 'orders' then coalesce(b.orders, 0)
            when 'gross_profit' then b.gross_profit
            when 'interactions' then coalesce(t.interactions, 0)
            when 'channels' then coalesce(t.channels, 0)
            when 'months_since_first' then datesub('month', l.first_on, $until)
            when 'days_since_last' then $until - l.last_on
        end::decimal(18, 2) as value
    from customer_view as c
    cross join criteria as k
    left join bought as b on b.customer_id = c.customer_id and b.first_on = k.first_on
    left join talked as t on t.customer_id = c.customer_id and t.first_on = k.first_on
    left join lived as l on l.customer_id = c.customer_id
    where c.customer_id >= $low and c.customer_id < $high
),

judged as materialized (
    select *, coalesce(if(at_most, value <= threshold, value >= threshold), false) as is_met from valued
),

rungs as (
    select customer_id, dimension, rank, bool_and(is_met) as is_met from judged group by customer_id, dimension, rank
),

reached as (
    select customer_id, dimension, coalesce(max(rank) filter (where is_met), 0) as rank
    from rungs
    group by customer_id, dimension
),

-- next_rank: the next higher rung that asks for anything.
placed as (
    select
        r.customer_id, r.dimension, r.rank,
        (select min(k.rank) from criteria as k where k.dimension = r.dimension and k.rank > r.rank) as next_rank
    from reached as r
)

/*answer*/
