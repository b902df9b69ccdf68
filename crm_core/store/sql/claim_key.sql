-- A form's key is taken. $1 key, $2 actor, $3 now.
insert into idempotency_key (key, actor_id, used_at) values ($1, $2, $3)
