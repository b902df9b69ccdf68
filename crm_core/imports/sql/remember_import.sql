-- An import of which something is noted can be taken back. $1 import.
insert into import_memory (import_id)
select $1 where exists (select 1 from import_change where import_id = $1)
