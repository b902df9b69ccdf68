-- One row a customer to pick from while typing, the best fit first. $scope, $teams, $me: the reach, without the public
-- pool. "people" (customers_to_search.sql) is given. $first, $second, $third: texts to find; $whole: the typed text; $phone, $tail as in the list; $size: how many.
-- $kind: persons or companies alone, '' both; $without: a customer who is not offered, or null.
with found as (
    select
        c.customer_id,
        case
            when split_part(c.search_text, chr(10), 2) = $whole or split_part(c.search_text, chr(10), 4) = $whole then 0
            when c.phone_key = $phone or starts_with(split_part(c.search_text, chr(10), 2), $whole) then 1
            when split_part(c.search_text, chr(10), 3) = $whole then 2
            when starts_with(c.search_text, $whole) then 3
            else 4
        end as place,
        c.search_text
    from people as c
    where
        ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
            or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me))
        and ($kind = '' or c.kind = $kind) and c.customer_id is distinct from $without
        and (
            (contains(c.search_text, $first) and contains(c.search_text, $second) and contains(c.search_text, $third))
            or ($phone <> '' and c.phone_key = $phone)
            or ($tail <> '' and right(c.phone_key, 4) = $tail)
        )
    order by place, c.search_text, c.customer_id
    limit $size
)

select d.customer_id, f.code, f.name, f.masked_phone as phone, u.display_name as owner
from found as d
inner join customer_face_view as f on f.customer_id = d.customer_id
left join user_view as u on u.user_id = f.owner_id
order by d.place, d.search_text, d.customer_id
