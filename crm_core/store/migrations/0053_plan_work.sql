-- How the actions of a plan are done, what they cost, and which comes after which; what a plan may cost.

-- Beside an action: its method, and its money in the store's currency (null: nothing was said).
create table plan_action_detail (
    action_id bigint primary key, method varchar not null, planned_cost decimal(18, 4), spent_cost decimal(18, 4),
    updated_at timestamptz not null
);

-- An action comes after another of the same plan; no chain of these leads back to where it began.
create table plan_action_link (
    action_id bigint not null, after_id bigint not null, primary key (action_id, after_id)
);

-- What a plan may cost in the store's currency; null where that was taken away again.
create table plan_budget (
    plan_id bigint primary key, amount decimal(18, 4), version bigint not null, set_by bigint not null,
    set_at timestamptz not null
);
