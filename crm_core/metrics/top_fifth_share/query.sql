-- One row is one group: the gross sales of the largest fifth of its known customers, rounded up to whole customers
-- (numerator), and of all of them (denominator), in the store's currency.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
with buyers as (
    select /*groups*/ as group_key, l.customer_id, sum(l.amount) as amount
    from purchase_view as l
    where l.purchased_on >= $from and l.purchased_on < $to and l.is_sold and l.customer_id is not null
        and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
    group by group_key, l.customer_id
)
select group_key, list_sum(list_slice(list_reverse_sort(list(amount)), 1, (count(*) + 4) // 5)) as numerator,
    sum(amount) as denominator
from buyers
group by group_key
order by group_key nulls last
