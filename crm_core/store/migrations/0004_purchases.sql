create sequence product_ids;
create table product (
    product_id bigint primary key default nextval('product_ids'), code varchar not null unique, name varchar not null,
    category varchar, unit_price decimal(18, 4), unit_cost decimal(18, 4), import_id bigint, version bigint not null,
    created_at timestamptz not null, updated_at timestamptz not null
);

create sequence order_ids;
create table purchase_order (
    order_id bigint primary key default nextval('order_ids'), code varchar not null unique
);

-- One row is one line of an order. amount = quantity * unit_price, signed: negative on a return.
-- line_key: 'n:' and the file's line number, or 'h:' and a digest of the whole content, ':' and its ordinal among equals.
-- customer_id null: an anonymous sale. team_id and owner_id are the customer's at the time of the purchase.
-- is_sold: a sold line, quantity and price above 0 and no cancellation. product_name only where it is not the product's.
-- Without primary key and indexes on purpose: 10 M rows are appended; the store's check proves (order_id, line_key) unique.
create sequence purchase_ids;
create table purchase (
    purchase_id bigint not null, order_id bigint not null, line_key varchar not null, customer_id bigint,
    product_id bigint, product_name varchar, category varchar, quantity decimal(18, 4) not null,
    unit_price decimal(18, 4) not null, unit_cost decimal(18, 4), amount decimal(18, 4) not null,
    is_return boolean not null, is_sold boolean not null, purchased_at timestamptz not null, purchased_on date not null,
    country varchar, channel varchar, team_id bigint, owner_id bigint, import_id bigint not null, version bigint not null
);
