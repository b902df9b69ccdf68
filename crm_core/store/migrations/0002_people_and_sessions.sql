create sequence team_ids;
create table team (
    team_id bigint primary key default nextval('team_ids'), name varchar not null unique,
    is_active boolean not null, version bigint not null, created_at timestamptz not null
);

-- actor ids below 1 are not users: 0 is the console, -1 the scheduler.
create sequence user_ids;
create table app_user (
    user_id bigint primary key default nextval('user_ids'), username varchar not null unique,
    display_name varchar not null, password_hash varchar not null, role varchar not null
        check (role in ('admin', 'manager', 'lead', 'staff', 'reader')),
    team_id bigint, language varchar, is_active boolean not null, must_change_password boolean not null,
    is_demo boolean not null, version bigint not null, created_at timestamptz not null, signed_in_at timestamptz
);

-- Only the SHA-256 of the session id is kept.
create table session (
    session_hash varchar primary key, user_id bigint not null, created_at timestamptz not null,
    seen_at timestamptz not null, ended_at timestamptz, end_reason varchar, address varchar
);

-- A notice for the bell: the text is an English source text, translated when shown; values is JSON text.
create sequence notice_ids;
create table notice (
    notice_id bigint primary key default nextval('notice_ids'), user_id bigint not null, kind varchar not null,
    text varchar not null, text_values varchar not null, page varchar, page_query varchar,
    created_at timestamptz not null, read_at timestamptz
);

create table job (
    job_id varchar primary key, is_enabled boolean not null, next_run_at timestamptz not null,
    last_run_at timestamptz, last_result varchar, last_message varchar, last_duration_ms bigint
);
create sequence job_run_ids;
create table job_run (
    run_id bigint primary key default nextval('job_run_ids'), job_id varchar not null, started_at timestamptz not null,
    duration_ms bigint not null, result varchar not null, message varchar not null
);
