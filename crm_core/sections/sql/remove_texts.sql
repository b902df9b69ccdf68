-- Remove all versions of the section $1.
delete from plan_section_text where section_id = $1
