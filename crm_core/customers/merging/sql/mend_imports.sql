-- An import that had left the survivor as it is again knows it by its new version. $1 customer, $2 version before the merge,
-- $3 version now.
update import_change set version = $3 where entity = 'customer' and record_id = $1 and version = $2
