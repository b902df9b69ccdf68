-- The reviews of which everybody was told since a moment, the latest first. $1 moment.
select review_id, plan_id, held_on, summary, published_at
from plan_review
where published_at >= $1
order by published_at desc, review_id
