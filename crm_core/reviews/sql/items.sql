-- What people made of the items of a review. $1 review.
select i.item_key as key, i.place, i.is_left_out, i.title, i.minutes, u.display_name as writer, i.updated_at, i.version
from plan_review_item as i
left join user_view as u on u.user_id = i.updated_by
where i.review_id = $1
order by i.item_id
