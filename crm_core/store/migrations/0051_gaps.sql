-- What people note of a gap between what is wanted and what is: its problem, its cause, the action against it.

-- One gap of one plan. gap_key: goal:ID, norm:ID, touchpoint:ID or target:METRIC; noted_on the local day of the first word.
create sequence gap_note_ids;
create table gap_note (
    gap_note_id bigint primary key default nextval('gap_note_ids'), plan_id bigint not null, gap_key varchar not null,
    problem varchar not null,
    cause varchar check (
        cause in ('people', 'skill', 'process', 'product', 'price', 'customer', 'data', 'target', 'other')
    ),
    cause_words varchar not null, action_id bigint, noted_on date not null, noted_by bigint not null,
    updated_by bigint not null, updated_at timestamptz not null, version bigint not null, unique (plan_id, gap_key)
);

-- What a comment on a plan is about where that is neither a section nor the plan as a whole: the key of a gap.
create table plan_comment_about (comment_id bigint primary key, about varchar not null);
