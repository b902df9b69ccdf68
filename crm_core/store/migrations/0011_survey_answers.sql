-- A survey: its questions, the answers, and by version what its questions mean and weigh.
-- team_id null: the company's. asked_count null: nobody knows how many were asked. scheme_version: the one in force.
-- name_key: the name as names are compared; the command line knows a survey by it.
create sequence survey_ids;
create table survey (
    survey_id bigint primary key default nextval('survey_ids'), name varchar not null, name_key varchar not null unique,
    team_id bigint, first_on date not null, last_on date not null, asked_count bigint check (asked_count > 0),
    scale_low integer not null, scale_high integer not null, scheme_version bigint not null, version bigint not null,
    created_at timestamptz not null, created_by bigint not null, updated_at timestamptz not null,
    check (first_on <= last_on), check (scale_low < scale_high)
);

-- One row is one question, a column of the file. header_key: the column's name as names are compared.
create sequence survey_item_ids;
create table survey_item (
    item_id bigint primary key default nextval('survey_item_ids'), survey_id bigint not null, position integer not null,
    header varchar not null, header_key varchar not null, unique (survey_id, header_key)
);

-- A scheme: what a survey's questions mean and weigh. One row is one version; saved ones are never changed.
create table scheme (
    survey_id bigint not null, version bigint not null, zero_is_missing boolean not null, reason varchar not null,
    changed_at timestamptz not null, changed_by bigint not null, primary key (survey_id, version)
);
create table scheme_indicator (
    survey_id bigint not null, version bigint not null, position integer not null, name varchar not null,
    weight decimal(9, 4) not null check (weight > 0), primary key (survey_id, version, position)
);
-- indicator: the position of the question's indicator; null where it counts towards none.
create table scheme_item (
    survey_id bigint not null, version bigint not null, item_id bigint not null, purpose varchar not null
        check (purpose in ('rating', 'overall', 'recommend', 'group', 'comment', 'ignored')),
    scale_low integer not null, scale_high integer not null, indicator integer,
    primary key (survey_id, version, item_id), check (scale_low < scale_high)
);

-- One row is one respondent. answer_key: 'n:' and the file's number, or 'h:' and a digest of the whole line, ':' and its
-- ordinal among equals. content_digest: of what was taken in. team_id and owner_id are the customer's at the time; those of
-- nobody known are the survey's team's, and nobody's.
create sequence survey_answer_ids;
create table survey_answer (
    answer_id bigint primary key default nextval('survey_answer_ids'), survey_id bigint not null, answer_key varchar not null,
    content_digest varchar not null, answered_at timestamptz not null, answered_on date not null, customer_id bigint,
    team_id bigint, owner_id bigint, import_id bigint, version bigint not null, unique (survey_id, answer_key)
);

-- What was answered to a question, as it stood in the file, and the number that the scheme in force makes of it (null: none).
-- Without a key on purpose: many rows are appended; the store's check proves (answer_id, item_id) unique.
create table survey_answer_item (
    answer_id bigint not null, item_id bigint not null, survey_id bigint not null, said varchar not null, value decimal(9, 3)
);

-- One row an answer and measure: index 0-100, csat 1 or 0, nps 100, 0 or -100; written with the answers and with each scheme.
create table answer_score (
    answer_id bigint not null, survey_id bigint not null, measure varchar not null check (measure in ('index', 'csat', 'nps')),
    score decimal(18, 6) not null, answered_on date not null, customer_id bigint, team_id bigint, owner_id bigint
);

create view survey_view as
select survey_id, name, team_id, first_on, last_on, asked_count, scheme_version from survey;
create view answer_score_view as
select answer_id, survey_id, measure, score, answered_on, customer_id, team_id, owner_id from answer_score;
-- The answers behind a score. customer_team_id and customer_owner_id are the customer's of today: who may see its name.
create view survey_answer_view as
select
    a.answer_id, a.survey_id, s.name as survey_name, a.answered_at, a.answered_on, a.customer_id, c.code as customer_code,
    c.name as customer_name, c.team_id as customer_team_id, c.owner_id as customer_owner_id, a.team_id, a.owner_id
from survey_answer as a
inner join survey as s on s.survey_id = a.survey_id
left join customer as c on c.customer_id = a.customer_id;

-- Imports of every kind that a room may declare: their rooms know them, not the table.
create table import_batch_of_any_kind (
    import_id bigint primary key default nextval('import_ids'), kind varchar not null, file_name varchar not null,
    file_sha256 varchar not null, mapping varchar not null, user_id bigint not null, team_id bigint, status varchar not null
        check (status in ('checked', 'written', 'failed')), read_count bigint not null, added_count bigint not null,
    updated_count bigint not null, unchanged_count bigint not null, rejected_count bigint not null,
    first_on date, last_on date, started_at timestamptz not null, finished_at timestamptz
);
insert into import_batch_of_any_kind select * from import_batch;
drop table import_batch;
alter table import_batch_of_any_kind rename to import_batch;
