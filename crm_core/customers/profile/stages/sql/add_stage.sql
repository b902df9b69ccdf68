-- A customer's new stage; $1 customer, $2 stage, $3 since, $4 reason of loss, $5 why, $6 as proposed, $7 user, $8 now.
insert into customer_stage (customer_id, stage, since_on, reason_id, why, is_proposed, set_by, set_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning stage_id
