-- What was added to the minutes of a review after they were closed, in its order. $1 review.
select a.addendum_id, a.content, u.display_name as writer, a.written_at
from plan_review_addendum as a
left join user_view as u on u.user_id = a.written_by
where a.review_id = $1
order by a.addendum_id
