-- One row a stage that a customer was given, the latest first. $1 customer.
select
    s.stage_id, s.stage, s.since_on, r.known as reason_known, r.name as reason_name, s.why, s.is_proposed,
    u.display_name as who, s.set_at
from customer_stage as s
left join loss_reason as r on r.reason_id = s.reason_id
left join user_view as u on u.user_id = s.set_by
where s.customer_id = $1
order by s.stage_id desc
