-- One row a pair of one page, the likeliest first; both customers are there and the reach opens both. $scope, $teams, $me; $status;
-- $sign ('' for all); $first, $second, $third: texts that must all be found with one of the two; $size, $skip: the page.
select p.pair_id, p.low_id, p.high_id, p.score, p.signs, p.status, p.judged_at, u.display_name as judged_by
from duplicate_pair as p
inner join customer as a on a.customer_id = p.low_id
inner join customer as b on b.customer_id = p.high_id
left join user_view as u on u.user_id = p.judged_by
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
order by p.score desc, p.judged_at desc nulls last, p.pair_id
limit $size offset $skip
