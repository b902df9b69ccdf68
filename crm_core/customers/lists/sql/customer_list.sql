-- One row a customer of one page of the list, in order, each with the total of all pages.
-- is_open false: a customer of the public pool, of whom only name and code are told; it is found by nothing else.
-- $scope, $teams, $me: the reach. $first, $second, $third: texts that must all be found in name, pinyin, initials or
-- code. $phone: a whole phone key, $tail: its last four digits ('' where not asked). $size, $skip: the page.
-- "lifetime" (customer_id, spend, last_on) and "contact" (customer_id, last_at) are given tables where sorted by them.
with reached as (
    select
        c.customer_id, c.code, c.kind, c.region, c.owner_id, c.team_id, c.created_at, c.search_text, c.phone_key,
        ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
            or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me)) as is_open
    from customer as c
),

found as materialized (
    select s.customer_id, s.is_open, /*sort_key*/ as sort_key
    from reached as s
    /*joins*/
    where
        (s.is_open or s.owner_id is null)
        and (
            (contains(s.search_text, $first) and contains(s.search_text, $second) and contains(s.search_text, $third))
            or (s.is_open and $phone <> '' and s.phone_key = $phone)
            or (s.is_open and $tail <> '' and right(s.phone_key, 4) = $tail)
        )
        /*filters*/
)

-- The total is counted beside the rows: a window may stop DuckDB 1.5 with an internal error, and all reading with it.
select f.customer_id, f.is_open, t.total
from found as f
cross join (select count(*) as total from found) as t
order by /*order*/, f.customer_id
limit $size offset $skip
