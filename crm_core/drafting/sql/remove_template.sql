-- Remove the template $1.
delete from plan_template where template_id = $1 returning name
