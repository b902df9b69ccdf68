-- The end of derived.sql: one row a customer and dimension, with the reasons as JSON: the criteria of the rung that was
-- reached, and those of the next one that stand in its way.
select
    p.customer_id, p.dimension, p.rank,
    to_json(list({'measure': j.measure, 'months': j.months, 'threshold': j.threshold::varchar, 'value': j.value::varchar,
        'is_met': j.is_met} order by j.rank desc, j.place))::varchar as reasons
from placed as p
inner join judged as j
    on j.customer_id = p.customer_id and j.dimension = p.dimension
    and (j.rank = p.rank or (not j.is_met and j.rank = p.next_rank))
group by p.customer_id, p.dimension, p.rank
order by p.customer_id, p.dimension
