-- How many other users wait for the same account. $1 user, $2 claim, $3 expected, $4 allowed since.
select count(*) from oidc_allowance where user_id <> $1 and claim = $2 and expected = $3 and allowed_at >= $4
