-- Purchases whose order, customer, product or import is missing. One row: how many, and one purchase's id.
-- Semi-joins by the few distinct keys: this stays quick over millions of lines.
select count(*) as offending, min(p.purchase_id) as example
from purchase as p
where not exists (select 1 from purchase_order as o where o.order_id = p.order_id)
    or (p.customer_id is not null and not exists (select 1 from customer as c where c.customer_id = p.customer_id)
        and not exists (select 1 from nobody_view as n where n.customer_id = p.customer_id))
    or (p.product_id is not null and not exists (select 1 from product as r where r.product_id = p.product_id))
