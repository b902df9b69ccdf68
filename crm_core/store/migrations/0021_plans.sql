-- A plan of the company (team_id null) or of a team, and its dated stages, which never overlap.
create sequence plan_ids;
create table plan (
    plan_id bigint primary key default nextval('plan_ids'), team_id bigint, name varchar not null,
    purpose varchar not null, first_on date not null, last_on date not null,
    rhythm varchar not null check (rhythm in ('weekly', 'fortnightly', 'monthly')),
    state varchar not null check (state in ('draft', 'running', 'closed')), owner_id bigint not null,
    version bigint not null, created_at timestamptz not null, created_by bigint not null, updated_at timestamptz not null
);
create sequence plan_stage_ids;
create table plan_stage (
    stage_id bigint primary key default nextval('plan_stage_ids'), plan_id bigint not null, name varchar not null,
    first_on date not null, last_on date not null, version bigint not null, updated_at timestamptz not null
);

-- What a plan aims at: a metric, or (metric_id null) something measured by hand in a unit of its own.
-- scope_id: the team's or the user's id, 0 for the company. weight: the heaviest goals stand first.
create sequence plan_goal_ids;
create table plan_goal (
    goal_id bigint primary key default nextval('plan_goal_ids'), plan_id bigint not null, metric_id varchar,
    name varchar not null, unit varchar not null, lower_is_better boolean not null,
    scope_kind varchar not null check (scope_kind in ('company', 'team', 'person')), scope_id bigint not null,
    owner_id bigint not null, baseline decimal(18, 6), baseline_on date, weight integer not null, version bigint not null,
    created_at timestamptz not null, updated_at timestamptz not null
);
create table plan_goal_value (
    goal_id bigint not null, stage_id bigint not null, level varchar not null
        check (level in ('floor', 'target', 'stretch')),
    value decimal(18, 6), version bigint not null, updated_at timestamptz not null,
    primary key (goal_id, stage_id, level)
);

-- What is done for a goal (goal_id null: for the plan as a whole). team_id is the owner's at the time.
create sequence plan_action_ids;
create table plan_action (
    action_id bigint primary key default nextval('plan_action_ids'), plan_id bigint not null, goal_id bigint,
    what varchar not null, owner_id bigint not null, team_id bigint, start_on date, due_on date not null,
    priority varchar not null check (priority in ('high', 'mid', 'low')),
    status varchar not null check (status in ('planned', 'doing', 'done', 'dropped')), note varchar not null,
    evidence varchar not null, done_on date, version bigint not null, created_at timestamptz not null,
    created_by bigint not null, updated_at timestamptz not null
);
create table plan_action_helper (
    action_id bigint not null, user_id bigint not null, primary key (action_id, user_id)
);
create sequence plan_milestone_ids;
create table plan_milestone (
    milestone_id bigint primary key default nextval('plan_milestone_ids'), plan_id bigint not null,
    name varchar not null, due_on date not null, done_on date, version bigint not null, updated_at timestamptz not null
);

-- A look at how a plan goes, and what its goals stood at then. team_id is whose look it was, null for the company's.
create sequence plan_check_in_ids;
create table plan_check_in (
    check_in_id bigint primary key default nextval('plan_check_in_ids'), plan_id bigint not null,
    checked_on date not null, user_id bigint not null, team_id bigint, comment varchar not null,
    confidence varchar not null check (confidence in ('high', 'mid', 'low')), created_at timestamptz not null
);
create table plan_check_in_value (
    check_in_id bigint not null, goal_id bigint not null, value decimal(18, 6) not null, status varchar,
    primary key (check_in_id, goal_id)
);
