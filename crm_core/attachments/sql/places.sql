-- One row a document: where its content lies, and how many bytes it has.
select place, byte_count from attachment order by attachment_id
