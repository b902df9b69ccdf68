-- A goal of several metrics is kept whole: what each of its metrics stood at in a check-in and at a period end, and the goal with them.

-- One metric of a goal in a check-in; place 0 is the goal's first, metric_id null where that is measured by hand. weight is against
-- the other metrics then, progress what it counted for, 0-1. The goal's own row stays that of its first metric.
create table plan_check_in_part (
    check_in_id bigint not null, goal_id bigint not null, place integer not null, metric_id varchar, weight integer not null,
    value decimal(18, 6), progress decimal(9, 6),
    status varchar check (status in ('reached', 'on_track', 'at_risk', 'behind')), primary key (check_in_id, goal_id, place)
);

-- A goal of several metrics at a period end: how far it was, 0-1, and what was expected of it by the end of its stage, with the
-- chance that all of its metrics are reached.
create table plan_snapshot_whole (
    snapshot_id bigint not null, goal_id bigint not null, attainment decimal(9, 6), low decimal(9, 6), expected decimal(9, 6),
    high decimal(9, 6), chance decimal(9, 6), primary key (snapshot_id, goal_id)
);

-- One metric of such a goal then, place 0 its first, in its base unit.
create table plan_snapshot_part (
    snapshot_id bigint not null, goal_id bigint not null, place integer not null, metric_id varchar,
    lower_is_better boolean not null, weight integer not null, baseline decimal(24, 6), target decimal(24, 6),
    actual decimal(24, 6), status varchar check (status in ('reached', 'on_track', 'at_risk', 'behind')), low decimal(24, 6),
    expected decimal(24, 6), high decimal(24, 6), chance decimal(9, 6), primary key (snapshot_id, goal_id, place)
);
