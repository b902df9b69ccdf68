-- One row a kept problem of an import. $1 import.
select row_number, column_name, value, reason, reason_values
from import_problem
where import_id = $1
order by row_number
