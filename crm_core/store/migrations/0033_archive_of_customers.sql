-- Why customers are lost: the company's own list. known: one of the reasons that every company begins with and whose name
-- is translated; name is null there until somebody writes another. place orders them; an inactive one is offered no longer.
create sequence loss_reason_ids;
create table loss_reason (
    reason_id bigint primary key default nextval('loss_reason_ids'), known varchar, name varchar, name_key varchar,
    place integer not null, is_active boolean not null, version bigint not null, updated_at timestamptz not null
);
insert into loss_reason (known, place, is_active, version, updated_at)
select known, place, true, 1, now()
from (
    values ('price', 1), ('competitor', 2), ('quality', 3), ('service', 4), ('no_need', 5), ('closed', 6), ('moved', 7),
        ('unknown', 8)
) as first_reasons (known, place)
order by place;

-- Which stage of its life with us a customer is in since a day: the latest one stands, the earlier ones are kept. The day
-- never lies before that of the one before. reason_id: why it was lost. why: what people wrote, or what won it back.
-- is_proposed: taken as the data proposed it.
create sequence customer_stage_ids;
create table customer_stage (
    stage_id bigint primary key default nextval('customer_stage_ids'), customer_id bigint not null,
    stage varchar not null check (stage in ('prospect', 'new', 'active', 'at_risk', 'lost', 'won_back')),
    since_on date not null, reason_id bigint, why varchar not null, is_proposed boolean not null, set_by bigint not null,
    set_at timestamptz not null
);

-- The stage in which each customer stands today; one row a customer that has one.
create view customer_stage_view as
select customer_id, arg_max(stage, stage_id) as stage, max(since_on) as since_on, arg_max(reason_id, stage_id) as reason_id
from customer_stage
group by customer_id;

-- A field of the company's own in the archive of customers. for_kind: of persons, of companies, null of both. choices: a
-- JSON list, of a choice alone. place orders them. An inactive field is shown nowhere; what it holds is kept.
create sequence own_field_ids;
create table own_field (
    field_id bigint primary key default nextval('own_field_ids'), name varchar not null, name_key varchar not null,
    kind varchar not null check (kind in ('text', 'number', 'day', 'choice', 'truth')),
    for_kind varchar check (for_kind in ('person', 'company')), is_required boolean not null, choices varchar not null,
    place integer not null, is_active boolean not null, version bigint not null, updated_at timestamptz not null
);

-- What a customer has in a field: text and choices as they are written, a number with a point, a day as 2026-03-31, yes and
-- no as true and false. One row a customer and field at most; without a key on purpose: a value is removed and written anew
-- in one transaction, which a key of DuckDB refuses.
create table own_field_value (
    customer_id bigint not null, field_id bigint not null, value varchar not null
);
create view own_field_value_view as
select
    v.customer_id, v.field_id, f.name as field_name, f.kind, v.value as text,
    if(f.kind = 'number', try_cast(v.value as decimal(24, 6)), null) as number,
    if(f.kind = 'day', try_cast(v.value as date), null) as day,
    if(f.kind = 'truth', v.value = 'true', null) as truth
from own_field_value as v
inner join own_field as f on f.field_id = v.field_id
where f.is_active;
