-- One run of a job. $1 job, $2 started, $3 duration in ms, $4 result, $5 message as JSON.
insert into job_run (job_id, started_at, duration_ms, result, message) values ($1, $2, $3, $4, $5)
