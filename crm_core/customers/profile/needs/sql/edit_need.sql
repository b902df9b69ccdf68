-- Change one need. $1 need, $2 kind, $3 words, $4 weight, $5 state, $6 day, $7 now.
update customer_need
set kind = $2, content = $3, weight = $4, state = $5, noted_on = $6, version = version + 1, updated_at = $7
where need_id = $1
