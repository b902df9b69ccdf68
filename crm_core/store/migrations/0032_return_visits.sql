-- Return visits 回访: what makes one due is a rule, the visit itself is a follow-up. And birthdays that a customer's own row
-- cannot hold.

-- What is asked of customers after an event, by whom, how often again. event: a name of the room's registry. amount: the
-- least an order has to be worth, where the event asks for one. questions: a JSON list of {kind, text, choices}.
-- Nothing happens before switched_on_at is set, and of nothing that happened before switched_on_on.
create sequence visit_rule_ids;
create table visit_rule (
    rule_id bigint primary key default nextval('visit_rule_ids'), name varchar not null, event varchar not null,
    amount decimal(18, 4), working_days integer not null check (working_days >= 0), channel varchar not null
        check (channel in ('phone', 'visit', 'wechat', 'sms', 'email', 'store')),
    script varchar not null, questions varchar not null, retries integer not null check (retries >= 0),
    retry_days integer not null check (retry_days > 0), team_id bigint, most_a_night integer not null,
    switched_on_at timestamptz, switched_on_on date, switched_on_by bigint, version bigint not null,
    created_at timestamptz not null, created_by bigint not null, updated_at timestamptz not null
);

-- One visit: what happened on event_on asked for it, and the follow-up that it is. event_key tells what happened apart
-- within one customer; made_key all there are, by the customer as it was then, so that none is made twice.
-- given_up_at: nobody was reached in as many tries as the rule has.
create sequence visit_ids;
create table visit (
    visit_id bigint primary key default nextval('visit_ids'), rule_id bigint not null, customer_id bigint not null,
    event_key varchar not null, event_on date not null, made_key varchar not null unique, follow_up_id bigint not null,
    given_up_at timestamptz, created_at timestamptz not null
);

-- What was answered, with the question as it was asked. kind: text, truth, scale (1 to 5), choice.
create table visit_answer (
    visit_id bigint not null, place integer not null, question varchar not null,
    kind varchar not null check (kind in ('text', 'truth', 'scale', 'choice')), answer varchar not null,
    primary key (visit_id, place)
);

-- A birthday by the lunar calendar, or a contact's. contact_id 0: the customer's own, in place of the one by the solar
-- calendar. is_leap: of a leap month.
create table birthday_mark (
    customer_id bigint not null, contact_id bigint not null, calendar varchar not null check (calendar in ('solar', 'lunar')),
    born_month integer not null check (born_month between 1 and 12), born_day integer not null
        check (born_day between 1 and 31),
    is_leap boolean not null, version bigint not null, set_by bigint not null, set_at timestamptz not null,
    primary key (customer_id, contact_id)
);

-- Whose birthday it is by which key: s0831 by the solar calendar, l0815 by the lunar one, L0615 in its leap month.
-- contact_id 0: the customer's own.
create view birthday_view as
select c.customer_id, 0::bigint as contact_id, c.name, 's' || strftime(c.birthday, '%m%d') as birthday_key
from customer as c
where c.birthday is not null and c.kind = 'person'
    and not exists (select 1 from birthday_mark as m where m.customer_id = c.customer_id and m.contact_id = 0)
union all
select
    m.customer_id, m.contact_id, coalesce(k.name, c.name) as name,
    case when m.calendar = 'solar' then 's' when m.is_leap then 'L' else 'l' end
    || right('0' || m.born_month::varchar, 2) || right('0' || m.born_day::varchar, 2) as birthday_key
from birthday_mark as m
inner join customer as c on c.customer_id = m.customer_id
left join contact as k on k.contact_id = m.contact_id
where m.contact_id = 0 or k.contact_id is not null;

-- What rooms show to each other of it. state: open, done, given_up (nobody was reached), dropped.
create view visit_view as
select
    v.visit_id, v.rule_id, v.customer_id, v.event_on, v.follow_up_id, f.due_on, f.user_id, f.team_id, f.closed_at,
    case
        when v.given_up_at is not null then 'given_up' when f.status = 'open' then 'open' when f.status = 'done' then 'done'
        else 'dropped'
    end as state
from visit as v
inner join follow_up as f on f.follow_up_id = v.follow_up_id;
