-- The products of the Arrow table `products` that the store lacks. $1 now, $2 import.
insert into product (code, name, category, import_id, version, created_at, updated_at)
select n.code, n.name, n.category, $2, 1, $1, $1
from products as n
anti join product as r on r.code = n.code
order by n.row
