-- What a plan takes in: which goal meets what customers want, which touchpoints are in it, and how mature the company's care for
-- customers is and shall be.

-- A goal of the plan answers to a kind of what customers want.
create table plan_need_goal (
    plan_id bigint not null, want varchar not null
        check (want in ('price', 'convenience', 'ease', 'reliability', 'other')),
    goal_id bigint not null, linked_by bigint not null, linked_at timestamptz not null, primary key (plan_id, want, goal_id)
);

-- A touchpoint is in the plan, or left out for a reason. No row: nobody decided.
create table plan_scope (
    plan_id bigint not null, touchpoint_id bigint not null, is_in boolean not null, reason varchar not null,
    version bigint not null, set_by bigint not null, set_at timestamptz not null, primary key (plan_id, touchpoint_id)
);

-- One look at how mature one side of the care for customers is, 1 to 5, and where it shall be by when. Looks are only added.
create sequence plan_maturity_ids;
create table plan_maturity (
    maturity_id bigint primary key default nextval('plan_maturity_ids'), plan_id bigint not null,
    dimension varchar not null check (dimension in ('leading', 'knowing', 'caring', 'judging', 'watching', 'people')),
    level integer not null check (level between 1 and 5), aim integer check (aim between 1 and 5), aim_on date,
    note varchar not null, assessed_on date not null, assessed_by bigint not null, created_at timestamptz not null
);
