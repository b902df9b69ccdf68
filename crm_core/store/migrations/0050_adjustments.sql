-- What was changed in a plan, when and why, what it should do, what it touched, what people say of it, and what was decided.

-- One dated change. scope_kind and scope_id: the company (0) or a team; judge_on the day by which its effect should show.
create sequence plan_adjustment_ids;
create table plan_adjustment (
    adjustment_id bigint primary key default nextval('plan_adjustment_ids'), plan_id bigint not null, changed_on date not null,
    what varchar not null, reason varchar not null, scope_kind varchar not null check (scope_kind in ('company', 'team')),
    scope_id bigint not null, judge_on date not null, made_by bigint not null, version bigint not null,
    created_at timestamptz not null, updated_at timestamptz not null
);

-- What a metric was expected to do; size is a part of itself (of shares and scores: in their unit). Without a key on purpose:
-- an edit writes the rows of its adjustment anew.
create table plan_adjustment_aim (
    adjustment_id bigint not null, place integer not null, metric_id varchar not null,
    wanted varchar not null check (wanted in ('up', 'down')), size decimal(18, 6)
);

-- What was touched; written anew like the aims.
create table plan_adjustment_touch (
    adjustment_id bigint not null, kind varchar not null check (kind in ('goal', 'action', 'touchpoint', 'norm')),
    about_id bigint not null
);

-- What one person says came of it, one row a person.
create table plan_adjustment_opinion (
    adjustment_id bigint not null, user_id bigint not null, opinion varchar not null check (opinion in ('helped', 'none', 'hurt')),
    comment varchar not null, said_at timestamptz not null, version bigint not null, primary key (adjustment_id, user_id)
);

-- What was decided at a review; all are kept, the latest stands. proposed is what arithmetic said then.
create sequence plan_adjustment_verdict_ids;
create table plan_adjustment_verdict (
    verdict_id bigint primary key default nextval('plan_adjustment_verdict_ids'), adjustment_id bigint not null,
    opinion varchar not null check (opinion in ('helped', 'none', 'hurt')), reason varchar not null, proposed varchar not null,
    decided_on date not null, decided_by bigint not null, decided_at timestamptz not null
);
