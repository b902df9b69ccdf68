-- A user signed in. $1 user, $2 now.
insert into sign_in (user_id, signed_in_at) values ($1, $2) on conflict (user_id) do update set signed_in_at = excluded.signed_in_at
