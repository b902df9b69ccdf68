-- Targets are removed; their history stays. $1 ids.
delete from target where target_id = any($1)
