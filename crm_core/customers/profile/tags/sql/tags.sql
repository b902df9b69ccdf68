-- One row a tag, by name.
select tag_id, name, version from tag order by name_key, tag_id
