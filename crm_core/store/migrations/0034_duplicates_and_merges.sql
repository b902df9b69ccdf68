-- Two customers that look like one. low_id < high_id. score: 0-100. signs: why, comma-separated (phone, number, email, …), those
-- that speak against it with a leading '-'. sign_digests: a digest for each sign, so that a pair that somebody judged comes back
-- only with a new sign. status different: somebody said so, or they were merged. Pairs whose customer is gone are not shown.
create sequence duplicate_pair_ids;
create table duplicate_pair (
    pair_id bigint primary key default nextval('duplicate_pair_ids'), low_id bigint not null, high_id bigint not null,
    score integer not null, signs varchar not null, sign_digests varchar not null,
    status varchar not null check (status in ('open', 'different', 'merged')), merge_id bigint, found_at timestamptz not null,
    judged_at timestamptz, judged_by bigint, unique (low_id, high_id), check (low_id < high_id)
);
-- The last look through all customers. crowded is JSON: how many values of each sign too many customers share to mean anything.
create table duplicate_search (
    searched_at timestamptz primary key, customer_count bigint not null, open_count bigint not null,
    fresh_count bigint not null, crowded varchar not null, duration_ms bigint not null
);

-- One merge: the customer that is gone, and the one that has all of it now. forgotten_at: the memory is forgotten, with the
-- people's data in it, and the merge can no longer be taken back. kept_count: fields that stayed as they were edited since.
create sequence customer_merge_ids;
create table customer_merge (
    merge_id bigint primary key default nextval('customer_merge_ids'), survivor_id bigint not null, gone_id bigint not null,
    gone_code varchar not null, moved varchar not null, merged_at timestamptz not null, merged_by bigint not null,
    undone_at timestamptz, undone_by bigint, kept_count bigint, forgotten_at timestamptz
);
-- What the two were: side gone, the one that is gone; before and after, the other one without and with what was chosen.
create table customer_at_merge (
    merge_id bigint not null, side varchar not null check (side in ('gone', 'before', 'after')),
    customer_id bigint not null, code varchar not null, kind varchar not null, name varchar not null,
    search_text varchar not null, name_key varchar not null, phone varchar, phone_key varchar, email varchar,
    id_number varchar, birthday date, gender varchar, region varchar, owner_id bigint, team_id bigint, note varchar,
    import_id bigint, version bigint not null, created_at timestamptz not null, created_on date not null,
    updated_at timestamptz not null, created_by bigint not null
);
-- What moved: a row of the part's table by its key. user_id, team_id: a follow-up's before it was handed over.
create table merge_part (
    merge_id bigint not null, part varchar not null, record_id bigint not null, user_id bigint, team_id bigint
);
-- Where a customer that is gone leads to by now, through any number of merges.
create table customer_former (
    former_id bigint primary key, code varchar not null, customer_id bigint not null, merge_id bigint not null
);

-- Customers by every code that leads to them: their own, and those of customers that were merged into them.
create view customer_by_code_view as
select code as known_code, customer_id, code, kind, name, region, owner_id, team_id, true as is_own_code from customer
union all
select f.code, c.customer_id, c.code, c.kind, c.name, c.region, c.owner_id, c.team_id, false
from customer_former as f
inner join customer as c on c.customer_id = f.customer_id;
create view customer_former_view as select former_id, code, customer_id from customer_former;
