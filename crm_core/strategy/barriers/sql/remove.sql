-- Remove the barrier $1 that still has the version $2.
delete from plan_barrier where barrier_id = $1 and version = $2 returning barrier_id
