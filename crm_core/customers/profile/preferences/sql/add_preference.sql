-- A liking. $1 customer, $2 aspect, $3 value, $4 its key, $5 origin, $6 evidence, $7 interaction or null, $8 user, $9 day, $10 now.
insert into customer_preference (
    customer_id, aspect, value, value_key, origin, evidence, interaction_id, noted_by, noted_on, version, updated_at
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)
returning preference_id
