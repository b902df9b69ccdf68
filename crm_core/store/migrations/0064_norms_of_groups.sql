-- Norms of contact hold for groups too: contact_norm.rung is a type or tier, or tag:ID for whoever has that tag.

-- How long a tag stood on a customer from whom it was taken off again, so that past contacts are judged by what stood then.
-- Without a key on purpose, as customer_tag is.
create table customer_tag_past (
    customer_id bigint not null, tag_id bigint not null, since_on date not null, until_on date not null
);

create view tag_view as select tag_id, name from tag;
-- Whatever a norm can be for, as it stood and stands on customers: types, tiers, and tags as tag:ID.
create view customer_grouping_view as
select customer_id, rung, since_on, until_on from customer_standing
union all
select p.customer_id, 'tag:' || p.tag_id, cast(timezone(z.zone, p.put_at) as date), null
from customer_tag as p
cross join (select coalesce(max(value), 'Asia/Shanghai') as zone from setting where name = 'zone') as z
union all
select customer_id, 'tag:' || tag_id, since_on, until_on from customer_tag_past;
