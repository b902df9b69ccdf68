-- What the key made. $1 key, $2 id.
update idempotency_key set result_id = $2 where key = $1
