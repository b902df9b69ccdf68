-- One row a field that an import would write over in a product: what stands there and what the file says. The Arrow table
-- `lines`: known products that differ, of the import's `ready`.
select s.row, s.code, p.name as whose, t.field, null::bigint as own, t.was, t.becomes
from lines as s
inner join product as p on p.code = s.code, unnest([
    {'place': 1, 'field': 'name', 'was': p.name, 'becomes': s.name, 'differs': s.name is not null and s.name <> p.name},
    {'place': 2, 'field': 'category', 'was': p.category, 'becomes': s.category,
        'differs': s.category is not null and s.category is distinct from p.category},
    {'place': 3, 'field': 'unit_price', 'was': p.unit_price::varchar, 'becomes': s.unit_price::varchar,
        'differs': s.unit_price is not null and s.unit_price is distinct from p.unit_price},
    {'place': 4, 'field': 'unit_cost', 'was': p.unit_cost::varchar, 'becomes': s.unit_cost::varchar,
        'differs': s.unit_cost is not null and s.unit_cost is distinct from p.unit_cost}
]) as listed(t)
where t.differs
order by s.row, t.place
