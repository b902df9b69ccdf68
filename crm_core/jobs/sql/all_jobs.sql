-- One row a job that was ever planned.
select job_id, is_enabled, next_run_at, last_run_at, last_result, last_message, last_duration_ms from job order by job_id
