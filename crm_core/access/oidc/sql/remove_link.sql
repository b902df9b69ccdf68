-- A user's link ends. $1 user. One row where there was one.
delete from oidc_link where user_id = $1 returning user_id
