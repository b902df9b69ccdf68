-- A new period. $1 user, $2 deputy, $3 first day, $4 last day, $5 reason, $6 now, $7 who notes it.
insert into absence (
    user_id, deputy_id, first_on, last_on, reason, is_cancelled, version, created_at, created_by, updated_at
) values ($1, $2, $3, $4, $5, false, 1, $6, $7, $6)
returning absence_id
