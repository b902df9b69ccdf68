-- A norm no longer holds from the day $2 on. $1 norm, $3 now, $4 user.
update contact_norm set until_on = $2, version = version + 1, updated_at = $3, updated_by = $4 where norm_id = $1
