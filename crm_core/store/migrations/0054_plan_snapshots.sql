-- How a plan stood at the end of each stage, quarter and month, kept so that it can be opened when the data have changed since.

-- One day of one plan. kind: what ended that day, the weightiest of them. taken_at may be later than the day: data come late.
create sequence plan_snapshot_ids;
create table plan_snapshot (
    snapshot_id bigint primary key default nextval('plan_snapshot_ids'), plan_id bigint not null, as_of_on date not null,
    kind varchar not null check (kind in ('stage', 'quarter', 'month')), stage_id bigint, stage_name varchar, stage_first_on date,
    stage_last_on date, action_count bigint not null, done_count bigint not null, overdue_count bigint not null,
    taken_at timestamptz not null, unique (plan_id, as_of_on)
);

-- How one goal stood then, in its base unit; low, expected, high and chance are what was forecast of the stage's end.
create table plan_snapshot_goal (
    snapshot_id bigint not null, goal_id bigint not null, metric_id varchar, name varchar not null, unit varchar not null,
    lower_is_better boolean not null, scope_kind varchar not null, scope_id bigint not null, scope_name varchar, team_id bigint,
    owner_id bigint not null, weight integer not null, baseline decimal(24, 6), target decimal(24, 6), actual decimal(24, 6),
    status varchar check (status in ('reached', 'on_track', 'at_risk', 'behind')), low decimal(24, 6), expected decimal(24, 6),
    high decimal(24, 6), chance decimal(9, 6), primary key (snapshot_id, goal_id)
);
