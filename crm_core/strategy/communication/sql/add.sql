-- The touchpoint $2 was revised within the plan $1 on the day $3. $4 what came of it, $5 who, $6 now.
insert into touchpoint_revision (plan_id, touchpoint_id, revised_on, words, revised_by, revised_at)
values ($1, $2, $3, $4, $5, $6)
returning revision_id
