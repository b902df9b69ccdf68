-- Change the section $1 that still has the version $2: its owner, and which of its texts is the latest. $5 now.
update plan_section
set owner_id = $3, text_number = $4, version = version + 1, updated_at = $5
where section_id = $1 and version = $2
returning version
