-- Something that was touched. $1 adjustment, $2 kind, $3 its id.
insert into plan_adjustment_touch (adjustment_id, kind, about_id) values ($1, $2, $3)
