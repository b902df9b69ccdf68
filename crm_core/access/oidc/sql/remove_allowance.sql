-- A user's allowance ends. $1 user. One row where there was one.
delete from oidc_allowance where user_id = $1 returning user_id
