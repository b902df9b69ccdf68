-- An earlier import has left the records of the Arrow table `taken` that were put back as they are again: it knows them by
-- their new version. That is two more than before: one by the import, one by taking it back. $1 entity, $2 the import that
-- is taken back.
update import_change
set version = import_change.version + 2
from taken as t
where
    not t.is_added and import_change.entity = $1 and import_change.import_id <> $2
    and import_change.record_id = t.record_id
    and import_change.version = json_extract_string(t.values_before, '$.version')::bigint
