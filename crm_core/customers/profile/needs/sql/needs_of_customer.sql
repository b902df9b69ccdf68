-- One row a thing that a customer wants: what is open first, then by weight, then the latest. $1 customer.
select need_id, kind, content, weight, state, noted_on, version
from customer_need
where customer_id = $1
order by state <> 'open', weight desc, noted_on desc, need_id desc
