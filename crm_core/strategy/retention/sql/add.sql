-- A new measure of the plan $1. $5 who, $6 now.
insert into plan_retention (plan_id, subject, what, action_id, version, updated_by, updated_at)
values ($1, $2, $3, $4, 1, $5, $6)
returning retention_id
