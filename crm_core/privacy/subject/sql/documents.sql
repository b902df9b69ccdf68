-- A customer's documents: one row each, in order. $ids.
select attachment_id, file_name, place from attachment where customer_id = any($ids) order by attachment_id
