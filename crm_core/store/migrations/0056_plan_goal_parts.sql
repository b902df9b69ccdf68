-- What a goal of a plan says beyond its first metric: further metrics with weights, how far ahead it looks, for whom it is.

-- A further metric of a goal, for the goal's own scope; weight against the goal's first metric and the other parts.
create sequence plan_goal_part_ids;
create table plan_goal_part (
    part_id bigint primary key default nextval('plan_goal_part_ids'), goal_id bigint not null, metric_id varchar not null,
    weight integer not null, baseline decimal(18, 6), baseline_on date, updated_at timestamptz not null
);

-- What a further metric shall come to, by stage and level; value null: it was taken away again.
create table plan_goal_part_value (
    part_id bigint not null, stage_id bigint not null, level varchar not null
        check (level in ('floor', 'target', 'stretch')),
    value decimal(18, 6), version bigint not null, updated_at timestamptz not null, primary key (part_id, stage_id, level)
);

-- Beside a goal: how much its first metric weighs among its metrics, how far ahead it looks (null: nobody said), which
-- customers it is for (a rung of a dimension; null: all), what it is for. No row: 1, null, null, nothing.
create table plan_goal_detail (
    goal_id bigint primary key, first_weight integer not null,
    horizon varchar check (horizon in ('long', 'middle', 'short')),
    dimension varchar check (dimension in ('type', 'tier')), rung varchar, purpose varchar not null,
    updated_at timestamptz not null
);
