-- What a customer likes: product types, colours, styles, brands, how to be served, by which channel and when to be met.
-- origin: stated by the customer (in an interaction, where interaction_id is given), confirmed or rejected by a person after the
-- data proposed it; evidence: what spoke for it then. A rejected one is kept, so that it is not proposed again.
create sequence customer_preference_ids;
create table customer_preference (
    preference_id bigint primary key default nextval('customer_preference_ids'), customer_id bigint not null,
    aspect varchar not null check (
        aspect in ('product', 'colour', 'style', 'brand', 'service', 'channel', 'time', 'other')
    ),
    value varchar not null, value_key varchar not null,
    origin varchar not null check (origin in ('stated', 'confirmed', 'rejected')), evidence varchar not null,
    interaction_id bigint, noted_by bigint not null, noted_on date not null, version bigint not null,
    updated_at timestamptz not null
);

-- What a person expects of a customer: one row a customer at most; without a key on purpose, as merges move rows.
create table customer_potential (
    customer_id bigint not null, level varchar not null check (level in ('high', 'mid', 'low')), reason varchar not null,
    set_on date not null, set_by bigint not null, version bigint not null, updated_at timestamptz not null
);

-- Contacts who are no longer with the customer. One row a contact at most.
create table contact_departure (
    contact_id bigint not null, customer_id bigint not null, left_on date not null, noted_by bigint not null,
    noted_at timestamptz not null
);
create view contact_departure_view as select contact_id, customer_id, left_on from contact_departure;
