-- Remove a norm that held for no day. $1 norm.
delete from contact_norm where norm_id = $1
