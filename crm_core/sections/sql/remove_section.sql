-- Remove the section $1 that still has the version $2.
delete from plan_section where section_id = $1 and version = $2 returning section_id
