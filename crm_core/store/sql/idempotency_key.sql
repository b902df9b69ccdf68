-- What a form's key made. $1 key.
select result_id from idempotency_key where key = $1
