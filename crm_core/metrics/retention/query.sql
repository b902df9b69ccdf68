-- One row is one group: the known customers who bought in the window before the last one (denominator), and those of them
-- who bought again in the window that ends with the last counted day (numerator), from whomever in the company.
-- $keys the spans that are asked for, $ends the day after the last counted day of each; $window the days of the definition;
-- $scope, $teams, $me how far the asker may see. Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
with spans as (
    select unnest($keys::date[]) as span_key, unnest($ends::date[]) as end_on
),
held as (
    select distinct s.end_on, /*groups*/ as group_key, l.customer_id
    from spans as s
    inner join purchase_view as l
        on l.purchased_on >= s.end_on - 2 * $window::integer and l.purchased_on < s.end_on - $window::integer
    where l.is_sold and l.customer_id is not null
        and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
),
kept as (
    select distinct s.end_on, l.customer_id
    from spans as s
    inner join purchase_view as l on l.purchased_on >= s.end_on - $window::integer and l.purchased_on < s.end_on
    where l.is_sold and l.customer_id is not null
)
select h.group_key, count(k.customer_id) as numerator, count(*) as denominator
from held as h
left join kept as k on k.end_on = h.end_on and k.customer_id = h.customer_id
group by h.group_key
order by h.group_key nulls last
