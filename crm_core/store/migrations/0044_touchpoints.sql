-- Where customers meet us 触点, before, during and after the sale; and what an interaction has beyond its own row.

-- One touchpoint: which department and which person answers for it, through which channels (a JSON list), within how many working
-- hours or days an answer is due, and what is said there: guides is a JSON list of {purpose, title, text}. place orders it in its phase.
create sequence touchpoint_ids;
create table touchpoint (
    touchpoint_id bigint primary key default nextval('touchpoint_ids'),
    phase varchar not null check (phase in ('before', 'during', 'after')), place integer not null, name varchar not null,
    department varchar not null, owner_id bigint not null, channels varchar not null, standard varchar not null,
    answer_within integer check (answer_within > 0), answer_unit varchar check (answer_unit in ('hour', 'day')),
    guides varchar not null, version bigint not null, created_by bigint not null, created_at timestamptz not null,
    updated_at timestamptz not null
);
create view touchpoint_view as select touchpoint_id, phase, name, department, owner_id from touchpoint;

-- What an interaction was about, with whom, and the chat that was pasted, apart from what was said in the own words.
-- Without a key on purpose, as merges move rows; one row an interaction at most.
create table interaction_detail (
    interaction_id bigint not null, customer_id bigint not null, purpose varchar check (
        purpose in ('enquiry', 'price', 'order', 'delivery', 'payment', 'after_sales', 'complaint', 'care', 'other')
    ),
    contact_id bigint, chat varchar not null, noted_at timestamptz not null
);

-- What a customer suggested, in the customer's words, and what became of it.
create sequence customer_suggestion_ids;
create table customer_suggestion (
    suggestion_id bigint primary key default nextval('customer_suggestion_ids'), customer_id bigint not null,
    interaction_id bigint not null, content varchar not null, state varchar not null
        check (state in ('new', 'considered', 'adopted', 'declined')),
    answer varchar not null, said_on date not null, noted_by bigint not null, noted_at timestamptz not null,
    answered_by bigint, answered_at timestamptz, version bigint not null
);
