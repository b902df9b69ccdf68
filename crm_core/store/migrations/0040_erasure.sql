-- What was erased, without whom: digests by which the customer is known again in an older backup, salted with the store's own
-- salt. asked_by: who asked for it, where that was somebody else. row_counts: JSON, rows by table. The same lies beside the store,
-- so that it survives a restore. erasure_key tells erasures apart in both places.
create sequence erasure_ids;
create table erasure (
    erasure_id bigint primary key default nextval('erasure_ids'), erasure_key varchar not null unique, salt varchar not null,
    digests varchar not null, reason varchar not null check (reason in ('asked', 'withdrawn', 'unlawful', 'no_need', 'other')),
    reference varchar not null, row_counts varchar not null, erased_at timestamptz not null, erased_by bigint not null,
    asked_by bigint, replayed_at timestamptz
);

-- Erasures that somebody asked an administrator for.
create sequence erasure_request_ids;
create table erasure_request (
    request_id bigint primary key default nextval('erasure_request_ids'), customer_id bigint not null,
    reason varchar not null check (reason in ('asked', 'withdrawn', 'unlawful', 'no_need', 'other')), reference varchar not null,
    asked_by bigint not null, asked_at timestamptz not null, status varchar not null check (status in ('open', 'declined')),
    answered_by bigint, answered_at timestamptz, answer varchar, version bigint not null
);

-- The numbers under which the sales and talks of those who were erased stay as facts of nobody; each is used once.
create table nobody (nobody_id bigint primary key);
create view nobody_view as select nobody_id as customer_id from nobody;
