-- Forget a mapping that still has the version $2. $1 mapping.
delete from import_mapping where mapping_id = $1 and version = $2
returning mapping_id
