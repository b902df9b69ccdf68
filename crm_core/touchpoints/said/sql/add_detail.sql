-- What an interaction has beyond its own row. $6 now.
insert into interaction_detail (interaction_id, customer_id, purpose, contact_id, chat, noted_at) values ($1, $2, $3, $4, $5, $6)
