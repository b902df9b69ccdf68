-- When a job is due next; a new one is enabled. $1 job, $2 next run.
insert into job (job_id, is_enabled, next_run_at) values ($1, true, $2)
on conflict (job_id) do update set next_run_at = excluded.next_run_at
