-- One row an order that a file's accepted lines (the Arrow table `ready`) name and the store lacks, in the file's order.
select l.order_code as code, min(l.row) as row
from ready as l
anti join purchase_order as o on o.code = l.order_code
where l.outcome = 'added'
group by l.order_code
order by min(l.row)
