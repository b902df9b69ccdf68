-- The rows of the Arrow table `customers` (code, name, country, row) whose code no customer has.
select n.code, n.name, n.country, n.row
from customers as n
anti join customer_by_code_view as c on c.known_code = n.code
order by n.row
