-- Ask the user $2 no more to agree to the section $1.
delete from plan_section_asked where section_id = $1 and user_id = $2
