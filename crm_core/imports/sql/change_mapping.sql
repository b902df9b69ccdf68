-- Keep what the columns mean by now. $1 mapping, $2 headers, $3 mapping, $4 reading, $5 decisions, $6 now.
update import_mapping
set headers = $2, mapping = $3, reading = $4, decisions = $5, version = version + 1, updated_at = $6, used_at = $6
where mapping_id = $1
returning version
