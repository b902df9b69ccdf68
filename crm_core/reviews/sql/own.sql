-- The reviews that somebody takes part in and that are not closed, up to a day. $1 user, $2 last day.
select r.review_id, r.plan_id, r.held_on
from plan_review as r
inner join plan_review_person as o on o.review_id = r.review_id and o.user_id = $1
where r.state = 'coming' and r.held_on <= $2
order by r.held_on, r.review_id
