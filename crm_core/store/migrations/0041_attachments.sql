-- A document that belongs to a customer, or to one interaction with that customer. The content is a file of its own in the
-- folder beside the store: place is its random name there, content_digest its SHA-256, by which it is held to be whole and
-- the same document is known again. kind says what the content is, never what the name claims.
create sequence attachment_ids;
create table attachment (
    attachment_id bigint primary key default nextval('attachment_ids'), customer_id bigint not null, interaction_id bigint,
    file_name varchar not null,
    kind varchar not null check (kind in ('pdf', 'png', 'jpeg', 'docx', 'xlsx', 'pptx', 'text', 'csv')),
    byte_count bigint not null check (byte_count > 0), content_digest varchar not null, place varchar not null,
    added_by bigint not null, added_at timestamptz not null
);

-- The documents, for the other rooms.
create view attachment_view as
select attachment_id, customer_id, interaction_id, file_name, kind, byte_count, added_by, added_at from attachment;
