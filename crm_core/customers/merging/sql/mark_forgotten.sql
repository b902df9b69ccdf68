-- Some merges can no longer be taken back. $1 merges, $2 now.
update customer_merge set forgotten_at = $2 where merge_id = any($1)
