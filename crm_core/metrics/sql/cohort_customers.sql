-- One row is one customer of a cohort who bought in a month; row_count is how many there are in all.
-- Cohort and bought are those of cohorts.sql. Orders and amount are of the lines of that month that the asker may see; a
-- customer whom the asker may not see today stays without name and id.
-- $from the cohort's first day, $to the day after its last; $month_from and $month_to the same of the month bought in;
-- $scope, $teams, $me how far the asker may see; $limit, $offset the page. A slot: filters, what it is narrowed to.
with first_days as (
    select customer_id, min(purchased_on) as first_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
),
members as (
    select distinct f.customer_id, f.first_on
    from first_days as f
    inner join purchase_view as l on l.customer_id = f.customer_id and l.purchased_on = f.first_on and l.is_sold
    where f.first_on >= $from and f.first_on < $to
        and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
),
buyers as (
    select m.customer_id, m.first_on,
        count(distinct p.order_id) filter (where $scope = 'all' or p.team_id = any($teams) or p.owner_id = $me) as order_count,
        sum(p.amount) filter (where $scope = 'all' or p.team_id = any($teams) or p.owner_id = $me) as amount
    from members as m
    inner join purchase_view as p
        on p.customer_id = m.customer_id and p.is_sold and p.purchased_on >= $month_from and p.purchased_on < $month_to
    group by m.customer_id, m.first_on
)
select (select count(*) from buyers) as row_count, b.first_on, c.customer_id, c.code as customer_code,
    c.name as customer_name, t.name as team_name, b.order_count, b.amount
from buyers as b
left join customer_view as c on c.customer_id = b.customer_id
    and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me or c.owner_id is null)
left join team_view as t on t.team_id = c.team_id
order by b.amount desc nulls last, b.customer_id
limit $limit offset $offset
