-- Give a mapping that still has the version $2 another name. $1 mapping, $3 name, $4 name key, $5 now.
update import_mapping
set name = $3, name_key = $4, version = version + 1, updated_at = $5
where mapping_id = $1 and version = $2
returning version
