-- One document. $1 attachment.
select attachment_id, customer_id, interaction_id, file_name, kind, byte_count, content_digest, place, added_by
from attachment
where attachment_id = $1
