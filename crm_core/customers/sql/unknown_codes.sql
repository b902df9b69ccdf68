-- The rows of the Arrow table `customers` (code, name, row) whose code no customer has.
select n.code, n.name, n.row
from customers as n
anti join customer as c on c.code = n.code
order by n.row
