-- A user's allowance, where it holds. $1 user, $2 allowed since.
select claim, expected, allowed_at from oidc_allowance where user_id = $1 and allowed_at >= $2
