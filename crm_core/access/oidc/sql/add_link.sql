-- An account becomes a user's. $1 issuer, $2 subject, $3 user, $4 e-mail, $5 now.
insert into oidc_link (issuer, subject, user_id, email, linked_at) values ($1, $2, $3, $4, $5)
