-- A job is let run or held back. $1 job, $2 whether.
update job set is_enabled = $2 where job_id = $1
