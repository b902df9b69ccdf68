-- One row a customer of the Arrow table `chosen` (customer_id) that has a stage: the present one.
select
    s.customer_id, arg_max(s.stage, s.stage_id) as stage, max(s.since_on) as since_on, arg_max(s.set_at, s.stage_id) as set_at
from customer_stage as s
inner join chosen as h on h.customer_id = s.customer_id
group by s.customer_id
