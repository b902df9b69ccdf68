-- Note that a mapping was used. $1 mapping, $2 now.
update import_mapping set used_at = $2 where mapping_id = $1
