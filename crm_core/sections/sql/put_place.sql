-- Give the section $1 another place. $3 now.
update plan_section set place = $2, updated_at = $3 where section_id = $1
