-- Note the interactions that an import has just added (the Arrow table `ready`), so that it can be taken back. $1 import.
insert into import_change
select $1, 'interaction', interaction_id, 1, null from ready
