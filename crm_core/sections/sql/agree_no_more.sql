-- The user $3 agrees no more to the version $2 of the section $1.
delete from plan_agreement where section_id = $1 and number = $2 and user_id = $3 returning user_id
