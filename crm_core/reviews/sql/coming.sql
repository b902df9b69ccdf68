-- Reviews that are not closed, up to a day, with who takes part. $1 last day.
select r.review_id, r.plan_id, r.held_on, o.user_id
from plan_review as r
inner join plan_review_person as o on o.review_id = r.review_id
inner join user_view as u on u.user_id = o.user_id and u.is_active
where r.state = 'coming' and r.held_on <= $1
order by r.held_on, r.review_id, o.user_id
