-- How many pairs fit; the parameters are those of pairs.sql.
select count(*) as total
from duplicate_pair as p
inner join customer as a on a.customer_id = p.low_id
inner join customer as b on b.customer_id = p.high_id
where
    p.status = $status
    and ($scope = 'all'
        or (coalesce(a.team_id = any($teams) or a.owner_id = $me, false)
            and coalesce(b.team_id = any($teams) or b.owner_id = $me, false)))
    and ($sign = '' or list_contains(string_split(p.signs, ','), $sign))
    and (
        (contains(a.search_text, $first) and contains(a.search_text, $second) and contains(a.search_text, $third))
        or (contains(b.search_text, $first) and contains(b.search_text, $second) and contains(b.search_text, $third))
    )
