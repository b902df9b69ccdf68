-- Which company a company belongs to. One row a company that has a parent; without a key on purpose: a merge moves rows of
-- customers, which a key of DuckDB refuses. Nothing leads back to itself: the service sees to it.
create table customer_parent (
    customer_id bigint not null, parent_id bigint not null, set_by bigint not null, set_at timestamptz not null
);

-- Companies with their parents as they are today: a parent that was merged into another company is that one.
create view customer_parent_view as
select p.customer_id, coalesce(f.customer_id, p.parent_id) as parent_id
from customer_parent as p
left join customer_former_view as f on f.former_id = p.parent_id
where coalesce(f.customer_id, p.parent_id) <> p.customer_id;

-- Facts that every archive knows, one row a customer, kept as fields whose numbers lie below zero (own_field_value).
create view customer_fact_view as
select
    customer_id,
    any_value(value) filter (where field_id = -1) as industry,
    try_cast(any_value(value) filter (where field_id = -2) as bigint) as employees,
    try_cast(any_value(value) filter (where field_id = -3) as decimal(24, 6)) as capital,
    try_cast(any_value(value) filter (where field_id = -4) as date) as founded_on,
    any_value(value) filter (where field_id = -7) as occupation
from own_field_value
where field_id < 0
group by customer_id;

-- What customers have in the fields in use, the facts among them, cast by kind.
create or replace view own_field_value_view as
select
    v.customer_id, v.field_id, f.name as field_name, f.kind, v.value as text,
    if(f.kind = 'number', try_cast(v.value as decimal(24, 6)), null) as number,
    if(f.kind = 'day', try_cast(v.value as date), null) as day,
    if(f.kind = 'truth', v.value = 'true', null) as truth
from own_field_value as v
inner join (
    select field_id, name, kind from own_field where is_active
    union all
    select field_id, name, kind
    from (
        values (-1, 'industry', 'choice'), (-2, 'employees', 'number'), (-3, 'capital', 'number'), (-4, 'founded', 'day'),
            (-5, 'legal_representative', 'text'), (-6, 'website', 'text'), (-7, 'occupation', 'text'),
            (-8, 'employer', 'text'), (-9, 'household', 'text'), (-10, 'postal_address', 'text'),
            (-11, 'business_scope', 'text')
    ) as facts (field_id, name, kind)
) as f on f.field_id = v.field_id;
