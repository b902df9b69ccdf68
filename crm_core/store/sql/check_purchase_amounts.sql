-- Purchases whose amount is not quantity times price, or that are a sale and a return at once. One row: how many, one's id.
select count(*) as offending, min(purchase_id) as example
from purchase
where abs(amount - quantity * unit_price) > 0.0001 or (is_sold and is_return)
