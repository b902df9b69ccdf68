-- Give the noted rows of a part from one customer to another. $1 merge, $2 part, $3 from, $4 to.
update /*table*/
set customer_id = $4
where customer_id = $3 and /*key*/ in (select record_id from merge_part where merge_id = $1 and part = $2)
