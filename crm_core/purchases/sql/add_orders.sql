-- The orders of the Arrow table `orders` that the store lacks.
insert into purchase_order (code)
select n.code
from orders as n
anti join purchase_order as o on o.code = n.code
order by n.row
