-- Change one reason of loss that still has the version $2. $1 reason, $3 name, $4 its key, $5 in use, $6 now.
update loss_reason
set name = $3, name_key = $4, is_active = $5, version = version + 1, updated_at = $6
where reason_id = $1 and version = $2
returning version
