-- Keep an outline as a template. $4 by whom, $5 now.
insert into plan_template (name, about, outline, made_by, made_at, version) values ($1, $2, $3, $4, $5, 1) returning template_id
