-- The days of plans that are kept. No parameters.
select plan_id, as_of_on from plan_snapshot order by plan_id, as_of_on
