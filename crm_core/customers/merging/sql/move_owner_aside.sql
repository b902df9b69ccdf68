-- Rows of collaborators that were put aside go from one customer to another. $1 merge, $2 from, $3 to.
update collaborator set customer_id = $3
where customer_id = $2 and user_id in (select record_id from merge_part where merge_id = $1 and part = 'aside')
