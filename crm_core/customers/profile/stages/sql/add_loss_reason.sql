-- A new reason of loss at the end of the list; $1 name, $2 its key, $3 now.
insert into loss_reason (name, name_key, place, is_active, version, updated_at)
select $1, $2, coalesce(max(place), 0) + 1, true, 1, $3 from loss_reason
returning reason_id
