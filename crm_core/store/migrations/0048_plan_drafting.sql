-- Plans made from templates and documents.

-- A plan's outline kept as a template: sections, stages, goals, actions and milestones with days counted from its first (JSON).
create sequence plan_template_ids;
create table plan_template (
    template_id bigint primary key default nextval('plan_template_ids'), name varchar not null, about varchar not null,
    outline varchar not null, made_by bigint not null, made_at timestamptz not null, version bigint not null
);

-- A document that was read into a plan. damage: what was told of its state (JSON).
create sequence plan_reading_ids;
create table plan_reading (
    reading_id bigint primary key default nextval('plan_reading_ids'), plan_id bigint not null, file_name varchar not null,
    damage varchar not null, read_by bigint not null, read_at timestamptz not null
);

-- A sentence of a document that states a target, and what was read out of it; goal_id: the goal that a person made of it.
create sequence plan_proposal_ids;
create table plan_proposal (
    proposal_id bigint primary key default nextval('plan_proposal_ids'), plan_id bigint not null, reading_id bigint not null,
    sentence varchar not null, section varchar not null, metric_id varchar, measure varchar not null, name varchar not null,
    direction varchar not null check (direction in ('up', 'down')),
    amount_kind varchar not null check (amount_kind in ('level', 'change', 'relative')), value decimal(18, 6) not null,
    unit varchar not null, by_on date, baseline decimal(18, 6),
    state varchar not null check (state in ('open', 'taken', 'refused')), goal_id bigint, decided_by bigint,
    decided_at timestamptz, version bigint not null
);
