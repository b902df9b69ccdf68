-- One row is one cohort and one month in which it bought: how many of its customers did.
-- A cohort is the known customers whose first sold purchase ever, in the whole company, lies in a month; team, country and
-- scope are those of that first day's lines. Bought means a sold line, from whomever in the company.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see.
-- A slot: filters, what it is narrowed to.
with first_days as (
    select customer_id, min(purchased_on) as first_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
),
members as (
    select distinct f.customer_id, date_trunc('month', f.first_on)::date as cohort
    from first_days as f
    inner join purchase_view as l on l.customer_id = f.customer_id and l.purchased_on = f.first_on and l.is_sold
    where f.first_on >= $from and f.first_on < $to
        and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
        and /*filters*/
)
select m.cohort, date_trunc('month', p.purchased_on)::date as month, count(distinct p.customer_id) as buyers
from members as m
inner join purchase_view as p on p.customer_id = m.customer_id and p.is_sold and p.purchased_on < $to
group by m.cohort, month
order by m.cohort, month
