-- A stage for each customer of the Arrow table `chosen` (customer_id). $1 stage, $2 since, $3 reason of loss, $4 why, $5 who,
-- $6 now.
insert into customer_stage (customer_id, stage, since_on, reason_id, why, is_proposed, set_by, set_at)
select h.customer_id, $1, $2, $3, $4, false, $5, $6 from chosen as h order by h.customer_id
