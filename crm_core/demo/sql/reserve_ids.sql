-- One row: the first of $1 ids in a row, taken from a sequence that the slot names.
select min(id) as first_id from (select nextval(/*sequence*/) as id from range($1))
