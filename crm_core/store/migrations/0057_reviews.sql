-- Reviews of a plan 复盘: agenda, minutes, decisions, what leadership says to them, what is told to all, and who was reminded of what.

-- One review. Once it is closed its minutes are fixed, with how the plan's actions stood then. summary: what everybody reads of it.
create sequence plan_review_ids;
create table plan_review (
    review_id bigint primary key default nextval('plan_review_ids'), plan_id bigint not null, held_on date not null,
    state varchar not null check (state in ('coming', 'closed')), next_on date, closed_by bigint, closed_at timestamptz,
    action_count bigint, done_count bigint, overdue_count bigint, summary varchar not null, published_by bigint,
    published_at timestamptz, version bigint not null, created_by bigint not null, created_at timestamptz not null,
    updated_at timestamptz not null
);

-- Who takes part. Without a key on purpose: an edit writes the rows of its review anew; so are the facts below.
create table plan_review_person (review_id bigint not null, user_id bigint not null);

-- What people made of an item of the agenda: its place, whether it is left out, what was said. title: of an item of their own.
create sequence plan_review_item_ids;
create table plan_review_item (
    item_id bigint primary key default nextval('plan_review_item_ids'), review_id bigint not null, item_key varchar not null,
    place integer, is_left_out boolean not null, title varchar not null, minutes varchar not null, version bigint not null,
    updated_by bigint not null, updated_at timestamptz not null, unique (review_id, item_key)
);

-- How a thing stood: of an open review the items with minutes, of a closed one the whole agenda and each goal. Numbers in base units.
create table plan_review_fact (
    review_id bigint not null, item_key varchar not null, place integer not null, kind varchar not null, name varchar not null,
    told varchar not null, code varchar not null, day_on date, metric_id varchar, unit varchar not null,
    lower_is_better boolean not null, scope_kind varchar not null, scope_id bigint not null, scope_name varchar, team_id bigint,
    goal_id bigint, owner_id bigint, owner_name varchar, weight integer not null, baseline decimal(24, 6), target decimal(24, 6),
    pace decimal(24, 6), actual decimal(24, 6), attainment decimal(24, 6), low decimal(24, 6), expected decimal(24, 6),
    high decimal(24, 6), chance decimal(9, 6), status varchar check (status in ('reached', 'on_track', 'at_risk', 'behind'))
);

-- What was decided, about an item or ('') the whole, and the action of the plan that it became.
create sequence plan_review_decision_ids;
create table plan_review_decision (
    decision_id bigint primary key default nextval('plan_review_decision_ids'), review_id bigint not null,
    item_key varchar not null, what varchar not null, owner_id bigint not null, due_on date not null, action_id bigint,
    made_by bigint not null, made_at timestamptz not null
);

-- What was added to the minutes after they were closed.
create sequence plan_review_addendum_ids;
create table plan_review_addendum (
    addendum_id bigint primary key default nextval('plan_review_addendum_ids'), review_id bigint not null,
    content varchar not null, written_by bigint not null, written_at timestamptz not null
);

-- To whom a closed review was reported.
create table plan_review_report (
    review_id bigint not null, user_id bigint not null, sent_by bigint not null, sent_at timestamptz not null,
    primary key (review_id, user_id)
);

-- What they say to it, of an item or ('') the whole; open until it is answered, in words or by an action.
create sequence plan_review_feedback_ids;
create table plan_review_feedback (
    feedback_id bigint primary key default nextval('plan_review_feedback_ids'), review_id bigint not null,
    item_key varchar not null, content varchar not null, said_by bigint not null, said_at timestamptz not null,
    answer varchar not null, action_id bigint, answered_by bigint, answered_at timestamptz, version bigint not null
);

-- Who was reminded of what, so that nobody is twice. reminder_key: review:ID:days, or check_in:PLAN:GOAL:DUE:rung.
create table plan_reminder (
    reminder_key varchar not null, user_id bigint not null, told_on date not null, primary key (reminder_key, user_id)
);
