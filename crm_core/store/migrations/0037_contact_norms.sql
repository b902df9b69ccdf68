-- How often a customer of a type or tier is to be contacted at least, and with what. channel null: through any.
-- team_id null: the company's; a team's own holds there in place of the company's for the same rung and channel.
-- What asks for something else is a new row: a norm holds from since_on to the day before until_on (null: to this day).
create sequence contact_norm_ids;
create table contact_norm (
    norm_id bigint primary key default nextval('contact_norm_ids'), rung varchar not null, channel varchar
        check (channel in ('phone', 'visit', 'wechat', 'sms', 'email', 'store')),
    days integer not null check (days > 0), guide varchar not null, team_id bigint, since_on date not null, until_on date,
    version bigint not null, updated_at timestamptz not null, updated_by bigint not null
);

-- A contact that is due by norm and was put off to another day, and why; it holds until the next contact.
create table contact_delay (
    customer_id bigint primary key, due_on date not null, reason varchar not null, set_on date not null, set_by bigint not null,
    set_at timestamptz not null
);

create view contact_norm_view as
select norm_id, rung, channel, days, team_id, since_on, until_on from contact_norm;
