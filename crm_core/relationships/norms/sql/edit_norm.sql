-- Change what a norm asks for in place: its guide, or all of it on its first day. $1 norm, $2 days, $3 guide, $4 now, $5 user.
update contact_norm set days = $2, guide = $3, version = version + 1, updated_at = $4, updated_by = $5 where norm_id = $1
