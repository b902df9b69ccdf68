-- Every change of hands of a customer: who had it, who has it, why. taker_id null: it went to the public pool; giver_id null:
-- it came from there. cause: assign, claim, release (by hand), rule, leave, import.
create sequence ownership_change_ids;
create table ownership_change (
    change_id bigint primary key default nextval('ownership_change_ids'), customer_id bigint not null, giver_id bigint,
    taker_id bigint, team_id bigint, cause varchar not null
        check (cause in ('assign', 'claim', 'release', 'rule', 'leave', 'import')),
    reason varchar not null, changed_at timestamptz not null, changed_by bigint not null
);

-- Customers that no rule releases, and why.
create table customer_exempt (
    customer_id bigint primary key, reason varchar not null, marked_by bigint not null, marked_at timestamptz not null
);

-- When customers fall back to the public pool: after so many days without contact, without purchase, or both (null: not
-- asked). kind, team_id, region: for whom (null: all). Nothing happens before switched_on_at is set.
create sequence pool_rule_ids;
create table pool_rule (
    rule_id bigint primary key default nextval('pool_rule_ids'), name varchar not null, quiet_days integer,
    unsold_days integer, kind varchar check (kind in ('person', 'company')), team_id bigint, region varchar,
    warn_days integer not null, most_a_night integer not null, switched_on_at timestamptz, switched_on_by bigint,
    version bigint not null, created_at timestamptz not null, created_by bigint not null, updated_at timestamptz not null,
    check (quiet_days is not null or unsold_days is not null)
);

-- Owners who were told that a rule will release a customer, and from which day it may.
create table pool_warning (
    rule_id bigint not null, customer_id bigint not null, owner_id bigint not null, warned_on date not null,
    free_on date not null, primary key (rule_id, customer_id)
);

-- Who stands in for whom, both days included. A period that was ended early has its last day moved; one that was taken
-- back before it began is_cancelled.
create sequence absence_ids;
create table absence (
    absence_id bigint primary key default nextval('absence_ids'), user_id bigint not null, deputy_id bigint not null,
    first_on date not null, last_on date not null, reason varchar not null, is_cancelled boolean not null,
    version bigint not null, created_at timestamptz not null, created_by bigint not null, updated_at timestamptz not null,
    check (last_on >= first_on)
);

-- What rooms show to each other of it.
create view ownership_change_view as
select change_id, customer_id, giver_id, taker_id, team_id, cause, reason, changed_at, changed_by
from ownership_change;
create view absence_view as
select absence_id, user_id, deputy_id, first_on, last_on from absence where not is_cancelled;
-- The open follow-ups that fall due while somebody is away, with who stands in for them.
create view absent_follow_up_view as
select a.user_id, a.deputy_id, a.first_on, a.last_on, f.follow_up_id, f.customer_id, f.due_on
from absence as a
inner join follow_up as f on f.user_id = a.user_id and f.status = 'open' and f.due_on <= a.last_on
where not a.is_cancelled;
-- What people hold in plans that are not closed: actions still to be done, goals, plans.
create view plan_holding_view as
select a.owner_id as user_id, 'action' as kind, a.action_id as record_id
from plan_action as a
inner join plan as p on p.plan_id = a.plan_id and p.state <> 'closed'
where a.status in ('planned', 'doing')
union all
select g.owner_id as user_id, 'goal' as kind, g.goal_id as record_id
from plan_goal as g
inner join plan as p on p.plan_id = g.plan_id and p.state <> 'closed'
union all
select p.owner_id as user_id, 'plan' as kind, p.plan_id as record_id from plan as p where p.state <> 'closed';
