-- The periods of one person that touch a span. $1 user, $2 first day, $3 last day.
select absence_id from absence where user_id = $1 and not is_cancelled and first_on <= $3 and last_on >= $2
