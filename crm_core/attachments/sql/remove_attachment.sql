-- Remove one document. $1 attachment.
delete from attachment where attachment_id = $1
