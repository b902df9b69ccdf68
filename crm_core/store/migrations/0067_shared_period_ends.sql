-- What is told to all of a kept period end, and what people say back.

-- The words with which a period end was told to everybody who sees the plan.
create table plan_snapshot_word (
    snapshot_id bigint primary key, content varchar not null, told_by bigint not null, told_at timestamptz not null,
    version bigint not null, updated_at timestamptz not null
);

-- What somebody says to it; answer: '' until it is answered.
create sequence plan_snapshot_voice_ids;
create table plan_snapshot_voice (
    voice_id bigint primary key default nextval('plan_snapshot_voice_ids'), snapshot_id bigint not null,
    content varchar not null, said_by bigint not null, said_at timestamptz not null, answer varchar not null,
    answered_by bigint, answered_at timestamptz, version bigint not null
);
