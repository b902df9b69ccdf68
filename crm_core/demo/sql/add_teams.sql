-- The teams in given: name. $1 now.
insert into team (name, is_active, version, created_at)
select name, true, 1, cast($1 as timestamptz) from given order by place
