-- The strategy of a plan: per type, tier and group of customers, what stands in the way, how customers are kept, how we talk.

-- What a plan wants of some customers. subject: rung:CODE or tag:ID. guideline: one short rule a line. It is a draft until it is
-- put into force.
create sequence plan_strategy_ids;
create table plan_strategy (
    strategy_id bigint primary key default nextval('plan_strategy_ids'), plan_id bigint not null, subject varchar not null,
    aim varchar not null, content varchar not null, raising varchar not null, guideline varchar not null,
    version bigint not null, updated_by bigint not null, updated_at timestamptz not null, unique (plan_id, subject)
);
-- How often, through which channel ('' any), and with what. Without a key on purpose: a save replaces all of a strategy's.
create table plan_strategy_beat (
    strategy_id bigint not null, channel varchar not null
        check (channel in ('', 'phone', 'visit', 'wechat', 'sms', 'email', 'store')),
    days integer not null check (days > 0), guide varchar not null
);

-- What holds where people work, of the company (team_id 0) and of each team: the words as they were put into force.
create table strategy_in_force (
    team_id bigint not null, subject varchar not null, plan_id bigint not null, aim varchar not null,
    content varchar not null, raising varchar not null, guideline varchar not null, put_by bigint not null,
    put_at timestamptz not null, primary key (team_id, subject)
);
-- Which plan set a norm of contact, and what it asked for then: what was changed by hand since differs from it.
create table strategy_norm (
    team_id bigint not null, rung varchar not null, channel varchar not null, plan_id bigint not null,
    norm_id bigint not null, days integer not null, guide varchar not null, put_by bigint not null,
    put_at timestamptz not null, primary key (team_id, rung, channel)
);

-- What stands in the way of a deeper relation. subject: '' all customers, rung:CODE, tag:ID or touchpoint:ID. reason_id, heard:
-- for which reason customers left, and which words of their suggestions speak of it.
create sequence plan_barrier_ids;
create table plan_barrier (
    barrier_id bigint primary key default nextval('plan_barrier_ids'), plan_id bigint not null, what varchar not null,
    subject varchar not null, owner_id bigint, action_id bigint, state varchar not null
        check (state in ('open', 'working', 'overcome', 'accepted')),
    since_on date not null, ended_on date, reason_id bigint, heard varchar not null, note varchar not null,
    version bigint not null, created_by bigint not null, updated_by bigint not null, updated_at timestamptz not null
);
create view plan_name_view as select plan_id, team_id, name from plan;
create view barrier_holding_view as
select b.owner_id as user_id, b.barrier_id
from plan_barrier as b
inner join plan as p on p.plan_id = b.plan_id and p.state <> 'closed'
where b.owner_id is not null and b.state in ('open', 'working');

-- What is done to keep the customers of a segment; who does it until when is said by the action.
create sequence plan_retention_ids;
create table plan_retention (
    retention_id bigint primary key default nextval('plan_retention_ids'), plan_id bigint not null,
    subject varchar not null, what varchar not null, action_id bigint, version bigint not null,
    updated_by bigint not null, updated_at timestamptz not null
);

-- When the words and standards of a touchpoint were looked at with what customers said, and what came of it.
create sequence touchpoint_revision_ids;
create table touchpoint_revision (
    revision_id bigint primary key default nextval('touchpoint_revision_ids'), plan_id bigint not null,
    touchpoint_id bigint not null, revised_on date not null, words varchar not null, revised_by bigint not null,
    revised_at timestamptz not null
);

-- Which tags stand on which customers.
create view customer_tag_view as select customer_id, tag_id from customer_tag;
