-- The proposed stages of the Arrow table `proposed` (customer_id, stage, reason_id, why). $1 since, $2 who, $3 now.
insert into customer_stage (customer_id, stage, since_on, reason_id, why, is_proposed, set_by, set_at)
select customer_id, stage, $1, reason_id, why, true, $2, $3 from proposed order by customer_id
