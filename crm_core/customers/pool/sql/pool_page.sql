-- One row a customer of one page of the public pool in the order that was asked for, each with the total of all pages.
-- $scope, $team: all, or the company's and the own team's. $first, $second, $third: texts that must all be found in name,
-- pinyin, initials or code. $region: one or ''. $size, $skip: the page.
with lying as (
    select c.customer_id, c.code, c.region, c.search_text, c.created_at
    from customer as c
    where
        c.owner_id is null
        and ($scope = 'all' or c.team_id is null or c.team_id = $team)
        and ($region = '' or c.region = $region)
        and contains(c.search_text, $first) and contains(c.search_text, $second) and contains(c.search_text, $third)
),

fallen as (
    select h.customer_id, max(h.changed_at) as fell_at
    from ownership_change as h
    inner join lying as l on l.customer_id = h.customer_id
    where h.taker_id is null
    group by h.customer_id
),

found as materialized (
    select l.customer_id, l.code, l.region, l.search_text, coalesce(f.fell_at, l.created_at) as fell_at
    from lying as l
    left join fallen as f on f.customer_id = l.customer_id
)

select f.customer_id, t.total
from found as f
cross join (select count(*) as total from found) as t
/*joined*/
order by /*order*/ nulls last, f.customer_id
limit $size offset $skip
