-- What a file says of its customers' own fields (the Arrow tables `ready`, `own`: row, field_id, value, and `made`: the codes
-- of added lines that brought none).
insert into own_field_value (customer_id, field_id, value)
with said as (
    select l.outcome, l.customer_id, coalesce(l.code, m.code) as code, o.field_id, o.value
    from own as o
    inner join ready as l on l.row = o.row
    left join made as m on m.row = o.row
)
select customer_id, field_id, value from said where outcome = 'updated'
union all
select c.customer_id, s.field_id, s.value
from said as s
inner join customer as c on c.code = s.code
where s.outcome = 'added'
