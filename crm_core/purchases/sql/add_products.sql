-- The new products of a file (the Arrow table `ready`); a product without a name is called by its code. $1 now, $2 import.
insert into product (code, name, category, unit_price, unit_cost, import_id, version, created_at, updated_at)
select l.code, coalesce(l.name, l.code), l.category, l.unit_price, l.unit_cost, $2, 1, $1, $1
from ready as l
where l.outcome = 'added'
order by l.row
