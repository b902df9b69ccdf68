-- One row is one group: what its lines of known cost earned, in the store's currency (null where no line has a cost);
-- known, the gross sales of those lines; whole, all gross sales. The cost is the line's, else the product's of today.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
select /*groups*/ as group_key, sum(l.amount - l.quantity * coalesce(l.unit_cost, r.unit_cost)) as value,
    sum(l.amount) filter (where l.is_sold and coalesce(l.unit_cost, r.unit_cost) is not null) as known,
    sum(l.amount) filter (where l.is_sold) as whole
from purchase_view as l
left join product_view as r on r.product_id = l.product_id
where l.purchased_on >= $from and l.purchased_on < $to and (l.is_sold or l.is_return)
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
