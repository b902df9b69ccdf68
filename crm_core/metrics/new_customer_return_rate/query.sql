-- One row is one group: the known customers whose first window after their first purchase ever ended in the span
-- (denominator), and those of them who bought again within it, on a later day (numerator), from whomever in the company.
-- Team, person, country and category are those of the first day's lines.
-- $keys the spans that are asked for, $firsts their first days, $ends the day after the last counted day of each; $window
-- the days of the definition; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
with spans as (
    select unnest($keys::date[]) as span_key, unnest($firsts::date[]) as first_on, unnest($ends::date[]) as end_on
),
first_days as (
    select customer_id, min(purchased_on) as first_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
),
newcomers as (
    select distinct /*groups*/ as group_key, f.customer_id, f.first_on
    from spans as s
    inner join first_days as f
        on f.first_on >= s.first_on - $window::integer and f.first_on < s.end_on - $window::integer
    inner join purchase_view as l on l.customer_id = f.customer_id and l.purchased_on = f.first_on and l.is_sold
    where ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
),
returned as (
    select distinct n.customer_id
    from newcomers as n
    inner join purchase_view as l
        on l.customer_id = n.customer_id and l.purchased_on > n.first_on
        and l.purchased_on <= n.first_on + $window::integer and l.is_sold
)
select n.group_key, count(r.customer_id) as numerator, count(*) as denominator
from newcomers as n
left join returned as r on r.customer_id = n.customer_id
group by n.group_key
order by n.group_key nulls last
