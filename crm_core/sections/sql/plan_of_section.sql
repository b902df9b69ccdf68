-- The plan that the section $1 belongs to.
select plan_id from plan_section where section_id = $1
