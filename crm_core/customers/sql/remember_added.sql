-- Note the customers that an import has just added, so that it can be taken back. $1 import.
insert into import_change
select $1, 'customer', customer_id, version, null from customer where import_id = $1 and version = 1
