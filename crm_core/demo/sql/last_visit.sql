-- The last visit that there is; 0 where there is none.
select coalesce(max(visit_id), 0) as visit_id from visit
