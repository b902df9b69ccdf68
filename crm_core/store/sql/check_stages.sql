-- Stages that overlap another of their plan, or lie outside of its days. One row: how many, and one stage's id.
select count(distinct s.stage_id) as offending, min(s.stage_id) as example
from plan_stage as s
left join plan as p on p.plan_id = s.plan_id
left join plan_stage as o
    on o.plan_id = s.plan_id and o.stage_id <> s.stage_id and o.first_on <= s.last_on and s.first_on <= o.last_on
where o.stage_id is not null or s.first_on < p.first_on or s.last_on > p.last_on
