-- What every store has before any business: its own description, settings, data versions, the audit trail.
create table store_info (name varchar primary key, value varchar not null);

-- One row a table that caches may depend on; raised in the transaction that writes the table.
create table data_version (table_name varchar primary key, version bigint not null);

-- The company's own choices; value is JSON text.
create table setting (
    name varchar primary key, value varchar not null, version bigint not null,
    updated_at timestamptz not null, updated_by bigint not null
);

-- A form's key, so that a double click stores one row; result_id is what the first click made.
create table idempotency_key (
    key varchar primary key, actor_id bigint not null, used_at timestamptz not null, result_id bigint
);

-- The trail: a hash chain over entries; the values lie beside it so that an erasure can remove them.
create table audit_entry (
    seq bigint primary key, happened_at timestamptz not null, actor_id bigint not null, actor_name varchar not null,
    action varchar not null, entity varchar not null, entity_id bigint, row_count bigint not null,
    values_digest varchar not null, previous_hash varchar not null, hash varchar not null
);
create table audit_value (seq bigint primary key, salt varchar not null, content varchar not null);
