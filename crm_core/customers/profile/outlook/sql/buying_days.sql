-- One row: the first and the last day on which a customer bought, and net sales since $from in the store's currency. $customer.
select
    min(purchased_on) filter (where is_sold) as first_on, max(purchased_on) filter (where is_sold) as last_on,
    coalesce(sum(amount) filter (where purchased_on >= $from), 0) as year_net
from purchase_view
where customer_id = $customer
