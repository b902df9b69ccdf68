-- A large list that somebody wants as a file: asked for, made in the background, kept for some days for that person alone.
-- asked is JSON: the list's filters, and the words of its headings.
-- folder: where the file lies, beside the store. problem: why it failed, a text as JSON.
create sequence export_file_ids;
create table export_file (
    file_id bigint primary key default nextval('export_file_ids'), user_id bigint not null, kind varchar not null,
    asked varchar not null, file_name varchar not null,
    status varchar not null check (status in ('waiting', 'ready', 'failed', 'removed')),
    folder varchar, row_count bigint, byte_count bigint, problem varchar,
    asked_at timestamptz not null, finished_at timestamptz
);
