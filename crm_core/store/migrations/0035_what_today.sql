-- Occasions that somebody put off or let pass: of which customer or contact (0: the customer), which day, why. due_on: to
-- which day it was put off, null where it was let pass.
create sequence occasion_answer_ids;
create table occasion_answer (
    answer_id bigint primary key default nextval('occasion_answer_ids'), customer_id bigint not null,
    contact_id bigint not null, kind varchar not null check (kind in ('birthday', 'years')), occasion_on date not null,
    due_on date, reason varchar not null, answered_by bigint not null, answered_at timestamptz not null
);

-- What asked for each return visit, as other rooms may know it.
create view visit_event_view as select visit_id, rule_id, customer_id, event_key, event_on from visit;
