-- A user's account at a service. $1 user.
select issuer, subject, email, linked_at from oidc_link where user_id = $1
