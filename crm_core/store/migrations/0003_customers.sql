-- search_text: lower-cased name, full pinyin, initials and code, blank-separated: one column to look in.
-- phone_key: digits of the normalised number, for equality and the last four digits.
-- A customer is owned (owner_id) or lies in the public pool (owner_id null).
create sequence customer_ids;
create table customer (
    customer_id bigint primary key default nextval('customer_ids'), code varchar not null unique,
    kind varchar not null check (kind in ('person', 'company')), name varchar not null, search_text varchar not null,
    name_key varchar not null, phone varchar, phone_key varchar, email varchar, id_number varchar, birthday date, gender varchar
        check (gender in ('female', 'male', 'other')),
    region varchar, owner_id bigint, team_id bigint, note varchar, import_id bigint,
    version bigint not null, created_at timestamptz not null, created_on date not null, updated_at timestamptz not null,
    created_by bigint not null
);

create table collaborator (
    customer_id bigint not null, user_id bigint not null, since_at timestamptz not null, primary key (customer_id, user_id)
);

create sequence collaboration_request_ids;
create table collaboration_request (
    request_id bigint primary key default nextval('collaboration_request_ids'), customer_id bigint not null,
    asked_by bigint not null, reason varchar not null, asked_at timestamptz not null,
    status varchar not null check (status in ('open', 'granted', 'declined')), answered_by bigint, answered_at timestamptz,
    version bigint not null
);
