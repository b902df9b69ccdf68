-- Remove who agreed to the section $1.
delete from plan_agreement where section_id = $1
