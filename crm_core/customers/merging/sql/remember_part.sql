-- Note which rows of a part go along. $1 merge, $2 part, $3 the customer that goes, $4 the one that stays.
insert into merge_part (merge_id, part, record_id)
select distinct $1, $2, /*key*/ from /*table*/ where customer_id = $3 and /*which*/
