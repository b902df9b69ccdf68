-- scope_id: the team's or the user's id, 0 for the company. period_first: the first day of the month, quarter or year.
create sequence target_ids;
create table target (
    target_id bigint primary key default nextval('target_ids'), metric_id varchar not null,
    scope_kind varchar not null check (scope_kind in ('company', 'team', 'person')), scope_id bigint not null,
    period_kind varchar not null check (period_kind in ('month', 'quarter', 'year')), period_first date not null,
    level varchar not null check (level in ('floor', 'target', 'stretch')), value decimal(18, 6) not null,
    baseline decimal(18, 6), baseline_on date, version bigint not null, updated_at timestamptz not null,
    updated_by bigint not null,
    unique (metric_id, scope_kind, scope_id, period_kind, period_first, level)
);

-- Every version a target ever had; value null means it was removed.
create table target_version (
    target_id bigint not null, version bigint not null, metric_id varchar not null, scope_kind varchar not null,
    scope_id bigint not null, period_kind varchar not null, period_first date not null, level varchar not null,
    value decimal(18, 6), baseline decimal(18, 6), baseline_on date, changed_at timestamptz not null,
    changed_by bigint not null, reason varchar, primary key (target_id, version)
);
