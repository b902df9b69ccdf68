-- One row is one group: the different orders of its known customers (numerator), and these customers (denominator).
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key, count(distinct l.order_id) as numerator, count(distinct l.customer_id) as denominator
from purchase_view as l
where l.purchased_on >= $from and l.purchased_on < $to and l.is_sold and l.customer_id is not null
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
