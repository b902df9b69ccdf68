-- What colleagues say to each other about a customer. mentioned: a JSON list of the users who were told of it.
create sequence customer_comment_ids;
create table customer_comment (
    comment_id bigint primary key default nextval('customer_comment_ids'), customer_id bigint not null, author_id bigint not null,
    content varchar not null, mentioned varchar not null, created_at timestamptz not null, edited_at timestamptz,
    version bigint not null
);
