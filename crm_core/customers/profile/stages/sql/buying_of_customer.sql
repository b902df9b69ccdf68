-- One row: on how many days a customer bought, first and last, and the last day of which purchases are known. $customer.
select
    count(distinct purchased_on) filter (where is_sold) as days, min(purchased_on) filter (where is_sold) as first_on,
    max(purchased_on) filter (where is_sold) as last_on, (select max(p.purchased_on) from purchase_view as p) as known_until
from purchase_view
where customer_id = $customer
