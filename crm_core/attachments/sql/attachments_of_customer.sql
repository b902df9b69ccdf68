-- One row a document of a customer, the latest first. $1 customer.
select
    a.attachment_id, a.interaction_id, a.file_name, a.kind, a.byte_count, a.added_by, u.display_name as who, a.added_at
from attachment as a
left join user_view as u on u.user_id = a.added_by
where a.customer_id = $1
order by a.added_at desc, a.attachment_id desc
