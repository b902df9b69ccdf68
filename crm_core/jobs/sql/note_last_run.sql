-- How the last run of a job ended. $1 job, $2 next run, $3 started, $4 result, $5 message as JSON, $6 duration in ms.
update job
set next_run_at = $2, last_run_at = $3, last_result = $4, last_message = $5, last_duration_ms = $6
where job_id = $1
