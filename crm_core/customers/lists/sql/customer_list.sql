-- One row a customer of one page of the list, in order, each with the total of all pages.
-- is_open false: a customer of the public pool, of whom only name and code are told; it is found by nothing else.
-- $scope, $teams, $me: the reach. $first, $second, $third: texts that must all be found in name, pinyin, initials or
-- code; $phone: a whole phone key, $tail: its last four digits; each where it was typed. $size, $skip: the page.
-- Values of filters are $v0, $w0, … by their place; $today where one counts days; $f0, … and $by are own fields.
-- "lifetime" (customer_id, spend, orders, first_on, last_on), "contact" (customer_id, last_at, last_on) and "standing" (customer_id,
-- tier, relation_type) are given tables, and so is "people" (customers_to_search.sql), which stands in place of "customer" where somebody types and it has all that is asked.
with reached as (
    select
        c.customer_id, c.code, c.kind, c.region, c.owner_id, c.team_id, c.created_at, c.search_text, c.phone_key,
        /*told*/
        /*is_open*/ as is_open
    from /*customers*/ as c
),

found as materialized (
    select s.customer_id, s.is_open, /*sort_key*/ as sort_key
    from reached as s
    /*joins*/
    where
        (s.is_open or s.owner_id is null)
        and (/*typed*/)
        /*filters*/
)

-- The total is counted beside the rows: a window may stop DuckDB 1.5 with an internal error, and all reading with it.
select f.customer_id, f.is_open, t.total
from found as f
cross join (select count(*) as total from found) as t
order by /*order*/, f.customer_id
limit $size offset $skip
