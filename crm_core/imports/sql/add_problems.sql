-- The problems of an import (the Arrow table `problems`) that are kept. $1 import, $2 how many at most.
insert into import_problem (import_id, row_number, column_name, value, reason, reason_values)
select $1, p."row", p."column", p."value", p.text, p."values"
from problems as p
order by p."row"
limit $2
