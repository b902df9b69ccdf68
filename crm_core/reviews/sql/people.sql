-- Who takes part in reviews, by name. $1 plan (null: all), $2 review (null: all).
select o.review_id, o.user_id, u.display_name as name
from plan_review_person as o
inner join plan_review as r on r.review_id = o.review_id
left join user_view as u on u.user_id = o.user_id
where ($1::bigint is null or r.plan_id = $1) and ($2::bigint is null or r.review_id = $2)
order by o.review_id, u.display_name, o.user_id
