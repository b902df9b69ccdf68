create sequence interaction_ids;
create table interaction (
    interaction_id bigint primary key default nextval('interaction_ids'), customer_id bigint not null,
    user_id bigint not null, team_id bigint, owner_id bigint, channel varchar not null
        check (channel in ('phone', 'visit', 'wechat', 'sms', 'email', 'store')),
    outcome varchar not null check (outcome in ('reached', 'solved', 'not_reached')), content varchar not null,
    happened_at timestamptz not null, happened_on date not null, follow_up_id bigint,
    version bigint not null, created_at timestamptz not null, updated_at timestamptz not null
);

-- A promised next interaction. interaction_id: where it was promised; done_by: the interaction that did it.
create sequence follow_up_ids;
create table follow_up (
    follow_up_id bigint primary key default nextval('follow_up_ids'), customer_id bigint not null,
    user_id bigint not null, team_id bigint, due_on date not null, channel varchar
        check (channel in ('phone', 'visit', 'wechat', 'sms', 'email', 'store')), purpose varchar not null,
    status varchar not null check (status in ('open', 'done', 'cancelled')), interaction_id bigint, done_by bigint,
    closed_at timestamptz, version bigint not null, created_at timestamptz not null, updated_at timestamptz not null
);
