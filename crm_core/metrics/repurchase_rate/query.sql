-- One row is one group: its known customers with two or more orders (numerator), and those with one or more (denominator).
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
with buyers as (
    select /*groups*/ as group_key, l.customer_id, min(l.order_id) <> max(l.order_id) as has_several
    from purchase_view as l
    where l.purchased_on >= $from and l.purchased_on < $to and l.is_sold and l.customer_id is not null
        and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
    group by group_key, l.customer_id
)
select group_key, count(*) filter (where has_several) as numerator, count(*) as denominator
from buyers
group by group_key
order by group_key nulls last
