-- Note a merge. $1 the customer that stays, $2 the one that goes, $3 its code, $4 now, $5 who.
insert into customer_merge (survivor_id, gone_id, gone_code, moved, merged_at, merged_by)
values ($1, $2, $3, '{}', $4, $5)
returning merge_id
