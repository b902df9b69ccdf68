-- A plan is another one for whoever looks, though nothing of its own row changed. $1 plan, $2 now.
update plan set updated_at = $2 where plan_id = $1
