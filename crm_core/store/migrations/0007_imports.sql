-- One row is one import that was checked or written. mapping is JSON text {"column in file": "field"}.
create sequence import_ids;
create table import_batch (
    import_id bigint primary key default nextval('import_ids'), kind varchar not null
        check (kind in ('customers', 'products', 'purchases')), file_name varchar not null, file_sha256 varchar not null,
    mapping varchar not null, user_id bigint not null, team_id bigint, status varchar not null
        check (status in ('checked', 'written', 'failed')), read_count bigint not null, added_count bigint not null,
    updated_count bigint not null, unchanged_count bigint not null, rejected_count bigint not null,
    first_on date, last_on date, started_at timestamptz not null, finished_at timestamptz
);
-- One row is one problem of one rejected row; reason is an English source text with JSON values.
create table import_problem (
    import_id bigint not null, row_number bigint not null, column_name varchar, value varchar,
    reason varchar not null, reason_values varchar not null
);
