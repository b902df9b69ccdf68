-- Keys of forms that were sent long ago are forgotten. $1 before when. One row a forgotten key.
delete from idempotency_key where used_at < $1 returning key
