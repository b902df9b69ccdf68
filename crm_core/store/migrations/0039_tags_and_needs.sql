-- Words that a company puts on customers, from a list of its own. One row a customer and tag at most; without a key on purpose:
-- a merge removes rows and writes others of the same customers in one transaction, which a key of DuckDB refuses.
create sequence tag_ids;
create table tag (
    tag_id bigint primary key default nextval('tag_ids'), name varchar not null, name_key varchar not null,
    version bigint not null, created_by bigint not null, created_at timestamptz not null, updated_at timestamptz not null
);
create table customer_tag (
    customer_id bigint not null, tag_id bigint not null, put_by bigint not null, put_at timestamptz not null
);

-- How the data of a customer came to us, and when it was met first. One row a customer at most.
create table customer_origin (
    customer_id bigint primary key, way varchar check (way in (
        'questionnaire', 'on_site', 'online', 'membership', 'referral', 'trade_fair', 'contract', 'import', 'other'
    )),
    first_contact_on date, version bigint not null, updated_by bigint not null, updated_at timestamptz not null
);

-- What a customer wants of us: a goal of its own, with a day, a weight (3 matters most) and what became of it.
create sequence customer_need_ids;
create table customer_need (
    need_id bigint primary key default nextval('customer_need_ids'), customer_id bigint not null, kind varchar not null
        check (kind in ('price', 'convenience', 'ease', 'reliability', 'other')),
    content varchar not null, weight integer not null check (weight between 1 and 3),
    state varchar not null check (state in ('open', 'met', 'given_up')), noted_on date not null, version bigint not null,
    created_by bigint not null, created_at timestamptz not null, updated_at timestamptz not null
);
