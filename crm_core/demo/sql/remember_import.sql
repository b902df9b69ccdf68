-- The lead's import can be taken back. $1 import.
insert into import_memory (import_id) values ($1)
