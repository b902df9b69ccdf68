-- For which tiers of customers a rule of the public pool holds; none named: for all. none: of whom nobody has said a tier.
create table pool_rule_tier (
    rule_id bigint not null, tier varchar not null check (tier in ('high', 'mid', 'low', 'none')), primary key (rule_id, tier)
);

-- By what a line of a file is known as somebody who was erased: the first 24 bits of salted digests, too few to find anybody by
-- who does not bring the data. kind: code, phone, email, number.
create table erasure_sign (
    erasure_key varchar not null, kind varchar not null check (kind in ('code', 'phone', 'email', 'number')),
    sign varchar not null, primary key (erasure_key, kind, sign)
);

-- Erasures after which an administrator lets the person come back by an import, and why.
create table erasure_return (
    erasure_key varchar primary key, reason varchar not null, allowed_by bigint not null, allowed_at timestamptz not null
);

-- The causes of a change of hands gain merge and unmerge. The table is made anew: DuckDB cannot change a check, and cannot
-- replay from its log that a table with a sequence's default was altered.
create temporary table ownership_change_kept as select * from ownership_change;
drop table ownership_change;
create table ownership_change (
    change_id bigint primary key default nextval('ownership_change_ids'), customer_id bigint not null, giver_id bigint,
    taker_id bigint, team_id bigint, cause varchar not null
        check (cause in ('assign', 'claim', 'release', 'rule', 'leave', 'import', 'merge', 'unmerge')),
    reason varchar not null, changed_at timestamptz not null, changed_by bigint not null
);
insert into ownership_change select * from ownership_change_kept;
drop table ownership_change_kept;
