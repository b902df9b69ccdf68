-- One row a record of a kind that an import added or changed. $1 import, $2 entity.
select record_id, version, values_before from import_change where import_id = $1 and entity = $2 order by record_id
