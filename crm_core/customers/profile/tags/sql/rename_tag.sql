-- Another name for a tag that still has the version $2. $1 tag, $3 name, $4 its key, $5 now.
update tag set name = $3, name_key = $4, version = version + 1, updated_at = $5
where tag_id = $1 and version = $2
returning version
