-- How it is told whether a touchpoint's promise of an answer in time is kept.

-- By what a touchpoint's standard is measured; one without a row is measured by hand.
create table touchpoint_measure (
    touchpoint_id bigint primary key, measure varchar not null check (measure in ('hand', 'first_contact', 'suggestion', 'promise')),
    version bigint not null, set_by bigint not null, set_at timestamptz not null
);
-- What a person found on a day: of how many that were looked at how many were answered in time, and what that rests on.
create sequence touchpoint_reading_ids;
create table touchpoint_reading (
    reading_id bigint primary key default nextval('touchpoint_reading_ids'), touchpoint_id bigint not null,
    measured_on date not null, asked bigint not null check (asked > 0), kept bigint not null, evidence varchar not null,
    read_by bigint not null, noted_at timestamptz not null
);
-- The customers who were entered by hand: an old list that is imported is no registration.
create view customer_entered_view as select customer_id, created_on from customer where import_id is null;
