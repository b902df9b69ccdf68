-- One row is one group: its number of customers whose first sold purchase ever, in the whole company, lies in the span.
-- Team, person, country and category are those of that first day's lines.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- Two slots: groups, what it is grouped by, and filters, what it is narrowed to.
with first_days as (
    select customer_id, min(purchased_on) as first_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
)
select /*groups*/ as group_key, count(distinct l.customer_id) as value
from first_days as f
inner join purchase_view as l on l.customer_id = f.customer_id and l.purchased_on = f.first_on and l.is_sold
where f.first_on >= $from and f.first_on < $to
    and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
    and /*filters*/
group by group_key
order by group_key nulls last
