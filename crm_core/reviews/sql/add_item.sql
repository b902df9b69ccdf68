-- What somebody makes of an item for the first time. $1 review, $2 key, $3 place, $4 left out, $5 title, $6 minutes, $7 version,
-- $8 by whom, $9 now.
insert into plan_review_item (review_id, item_key, place, is_left_out, title, minutes, version, updated_by, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
