-- One row a run of a job, the latest first. $1 job, $2 how many.
select job_id, started_at, duration_ms, result, message from job_run where job_id = $1 order by run_id desc limit $2
