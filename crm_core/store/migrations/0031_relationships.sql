-- Of which type a customer relationship is, and of which tier a customer: by which criteria that is proposed, what is
-- proposed, and what people decided, each from its day on.

-- Since when the criteria of a dimension (type, tier) stand as they do; none: nothing was ever decided, nothing is proposed.
create table relationship_rule (
    dimension varchar primary key check (dimension in ('type', 'tier')), version bigint not null,
    updated_at timestamptz not null, updated_by bigint not null
);

-- What a customer must show for a rung: all criteria of a rung have to hold; the lowest rung of a dimension asks for nothing.
-- months: the window of what is counted in one, 0 for what has none. threshold: in the measure's unit.
create table relationship_criterion (
    dimension varchar not null check (dimension in ('type', 'tier')), rung varchar not null, place integer not null,
    measure varchar not null, months integer not null, threshold decimal(18, 4) not null,
    primary key (dimension, rung, place)
);

-- What the criteria propose, made anew as a whole. reasons: JSON, the criteria that decided with the customer's own values.
-- Without a key on purpose: two rows for each of 100,000 customers are replaced at once.
create table relationship_proposal (
    customer_id bigint not null, dimension varchar not null, rung varchar not null, reasons varchar not null,
    made_on date not null
);

-- What people decided: one row a customer, dimension and span of days. until_on: the day on which the next one begins, null
-- for what stands today. is_fixed: it stands whatever the criteria propose, for the reason that is given.
create table customer_standing (
    customer_id bigint not null, dimension varchar not null check (dimension in ('type', 'tier')), rung varchar not null,
    since_on date not null, until_on date, is_fixed boolean not null, reason varchar not null, reasons varchar,
    set_by bigint not null, set_at timestamptz not null, version bigint not null,
    primary key (customer_id, dimension, since_on)
);

-- Each customer's type and tier of today, null where nobody decided; and all that ever stood.
create view customer_kind_view as
select
    c.customer_id, c.owner_id, c.team_id, t.rung as relation_type, t.since_on as type_since_on, v.rung as tier,
    v.since_on as tier_since_on
from customer as c
left join customer_standing as t on t.customer_id = c.customer_id and t.dimension = 'type' and t.until_on is null
left join customer_standing as v on v.customer_id = c.customer_id and v.dimension = 'tier' and v.until_on is null;
create view customer_standing_view as
select customer_id, dimension, rung, since_on, until_on, is_fixed from customer_standing;
