-- What was said of the section $1 stays as said of its plan.
update plan_comment set section_id = null where section_id = $1
