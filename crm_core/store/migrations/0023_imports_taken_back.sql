-- What an import did to each record: added it (values_before null) or changed it. version is the record's since then: where
-- it is another one now, somebody has changed the record afterwards. values_before is JSON text, texts and whole numbers
-- only. Without a key on purpose: half a million rows are appended at once. Forgotten after a while, with their people's data.
create table import_change (
    import_id bigint not null, entity varchar not null, record_id bigint not null, version bigint not null,
    values_before varchar
);

-- An import that can be taken back, or was. The counts say what was done then.
create table import_memory (
    import_id bigint primary key, undone_at timestamptz, undone_by bigint, removed_count bigint, restored_count bigint,
    kept_count bigint
);

-- What the columns of a kind of file mean, kept for the next one. team_id null: the company's. headers is a JSON list in the
-- file's order; mapping {"column": "field"}, reading and decisions are JSON. name_key: the name as names are compared.
create sequence import_mapping_ids;
create table import_mapping (
    mapping_id bigint primary key default nextval('import_mapping_ids'), kind varchar not null, name varchar not null,
    name_key varchar not null, team_id bigint, headers varchar not null, mapping varchar not null, reading varchar not null,
    decisions varchar not null, version bigint not null, created_at timestamptz not null, created_by bigint not null,
    updated_at timestamptz not null, used_at timestamptz not null
);

-- A person at a customer. phone_key: what phones are compared by. name_key: the name as names are compared.
create sequence contact_ids;
create table contact (
    contact_id bigint primary key default nextval('contact_ids'), customer_id bigint not null, name varchar not null,
    name_key varchar not null, title varchar, is_decision_maker boolean not null, phone varchar, phone_key varchar,
    email varchar, wechat varchar, note varchar, version bigint not null, created_at timestamptz not null,
    created_by bigint not null, updated_at timestamptz not null
);

-- Contacts as they may be shown: whatever shows one reads this view, and only a reveal, which is audited, what is behind it.
create view contact_face_view as
select
    contact_id, customer_id, name, title, is_decision_maker,
    case
        when phone is null then null
        when length(phone) >= 11 then left(phone, 3) || '****' || right(phone, 4)
        when length(phone) >= 8 then '****' || right(phone, 4)
        else '****'
    end as masked_phone,
    case
        when email is null then null
        when strpos(email, '@') > 4 then left(email, 1) || '***' || substr(email, strpos(email, '@'))
        when strpos(email, '@') > 1 then '***' || substr(email, strpos(email, '@'))
        else '****'
    end as masked_email,
    case when wechat is null then null when length(wechat) >= 6 then left(wechat, 2) || '****' else '****' end as masked_wechat,
    note, version, created_at, created_by, updated_at
from contact;
create view contact_view as select contact_id, customer_id, name, title, is_decision_maker from contact;

-- An interaction gains who began it: in, the customer did; out, we did; null where nobody noted it. The table is made anew:
-- DuckDB cannot replay from its log that a table with a sequence's default was altered, and would not open after a crash.
create temporary table interaction_kept as select * from interaction;
drop table interaction;
create table interaction (
    interaction_id bigint primary key default nextval('interaction_ids'), customer_id bigint not null,
    user_id bigint not null, team_id bigint, owner_id bigint, channel varchar not null
        check (channel in ('phone', 'visit', 'wechat', 'sms', 'email', 'store')),
    outcome varchar not null check (outcome in ('reached', 'solved', 'not_reached')), content varchar not null,
    happened_at timestamptz not null, happened_on date not null, follow_up_id bigint,
    version bigint not null, created_at timestamptz not null, updated_at timestamptz not null,
    direction varchar check (direction in ('in', 'out'))
);
insert into interaction select *, null from interaction_kept;
drop table interaction_kept;
