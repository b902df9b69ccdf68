-- The written plan 计划书: sections with their versions, who agrees, what is said of them, and which plan is the current one.

-- One section of a plan. place: its order, 1 on top. text_number: the latest of its versions.
create sequence plan_section_ids;
create table plan_section (
    section_id bigint primary key default nextval('plan_section_ids'), plan_id bigint not null, place integer not null,
    owner_id bigint not null, text_number bigint not null, version bigint not null, created_by bigint not null,
    created_at timestamptz not null, updated_at timestamptz not null
);

-- Every version of a section's title and text (Markdown), 1 the first.
create table plan_section_text (
    section_id bigint not null, number bigint not null, title varchar not null, content varchar not null,
    written_by bigint not null, written_at timestamptz not null, primary key (section_id, number)
);

-- Who is asked to agree to a section, and who agreed to which of its versions.
create table plan_section_asked (
    section_id bigint not null, user_id bigint not null, asked_by bigint not null, asked_at timestamptz not null,
    primary key (section_id, user_id)
);
create table plan_agreement (
    section_id bigint not null, number bigint not null, user_id bigint not null, agreed_at timestamptz not null,
    primary key (section_id, number, user_id)
);

-- What people say of a plan (section_id null) or of one of its sections. mentioned: a JSON list of the users called to it.
create sequence plan_comment_ids;
create table plan_comment (
    comment_id bigint primary key default nextval('plan_comment_ids'), plan_id bigint not null, section_id bigint,
    author_id bigint not null, content varchar not null, mentioned varchar not null, created_at timestamptz not null,
    edited_at timestamptz, version bigint not null
);

-- The one plan that counts: of the company (team_id 0) and of each team.
create table plan_current (
    team_id bigint primary key, plan_id bigint not null, set_by bigint not null, set_at timestamptz not null
);
create view current_plan_view as
select c.team_id, c.plan_id
from plan_current as c
inner join plan as p on p.plan_id = c.plan_id and p.state = 'running';

-- Which sections somebody answers for, in plans that are not closed.
create view section_holding_view as
select s.owner_id as user_id, s.section_id
from plan_section as s
inner join plan as p on p.plan_id = s.plan_id and p.state <> 'closed';
