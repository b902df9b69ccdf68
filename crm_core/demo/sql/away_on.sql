-- Whoever is away on the day $1 or later.
select absence_id from absence where last_on >= $1 and not is_cancelled limit 1
