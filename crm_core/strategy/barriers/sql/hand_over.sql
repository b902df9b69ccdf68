-- Let $2 see to the open barriers of $1 in plans that are not closed. $3 now.
update plan_barrier set owner_id = $2, version = version + 1, updated_at = $3
where barrier_id in (select h.barrier_id from barrier_holding_view as h where h.user_id = $1)
returning barrier_id
