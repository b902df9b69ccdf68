-- One row a customer's code that a file's accepted lines (the Arrow table `ready`) name, with the first name and country they give.
select l.customer_code as code, arg_min(l.customer_name, l.row) filter (l.customer_name is not null) as name,
    arg_min(l.country, l.row) filter (l.country is not null) as country, min(l.row) as row
from ready as l
where l.outcome in ('added', 'updated') and l.customer_code is not null
group by l.customer_code
order by min(l.row)
