-- A user's allowance, in place of a former one. $1 user, $2 claim, $3 expected, $4 by whom, $5 now.
insert into oidc_allowance (user_id, claim, expected, allowed_by, allowed_at) values ($1, $2, $3, $4, $5)
on conflict (user_id) do update set
    claim = excluded.claim, expected = excluded.expected, allowed_by = excluded.allowed_by, allowed_at = excluded.allowed_at
