-- What held before a plan put its strategy into force, and what was said of it once the plan was closed.

-- The norm that a plan's own took the place of (days null: there was none), as it stood when the plan was first put into force.
create table strategy_norm_before (
    team_id bigint not null, rung varchar not null, channel varchar not null, plan_id bigint not null, days integer,
    guide varchar not null, primary key (team_id, rung, channel, plan_id)
);
-- Of what was put into force until now, the last norm that had ended by then is what held before.
insert into strategy_norm_before
select s.team_id, s.rung, s.channel, s.plan_id, b.days, coalesce(b.guide, '')
from strategy_norm as s
left join (
    select
        coalesce(n.team_id, 0) as team_id, n.rung, coalesce(n.channel, '') as channel,
        arg_max(n.days, n.until_on) as days, arg_max(n.guide, n.until_on) as guide
    from contact_norm as n
    where n.until_on is not null
    group by 1, 2, 3
) as b on b.team_id = s.team_id and b.rung = s.rung and b.channel = s.channel;

-- Whether a closed plan's strategy stays until another replaces it, or ended with the plan.
create table strategy_after (
    plan_id bigint primary key, choice varchar not null check (choice in ('kept', 'ended')), chosen_by bigint not null,
    chosen_at timestamptz not null
);
create view plan_state_view as select plan_id, state from plan;
