-- Old runs are forgotten. $1 before when. One row a forgotten run.
delete from job_run where started_at < $1 returning run_id
