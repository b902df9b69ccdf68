-- Ask nobody any more to agree to the section $1.
delete from plan_section_asked where section_id = $1
