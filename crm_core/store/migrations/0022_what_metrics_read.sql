-- What metrics read beyond purchases: what a product costs today, and how complete a customer's record is.
create view product_view as
select product_id, code, name, category, unit_price, unit_cost from product;

-- Key fields: phone, email, region and owner of everybody, birthday and gender of persons. empty_fields names those that
-- hold nothing, comma-separated; no value of any of them is shown.
create view customer_record_view as
select
    customer_id, code, name, kind, owner_id, team_id, created_on,
    if(kind = 'person', 6, 4) as field_count,
    (phone is not null)::integer + (email is not null)::integer + (region is not null)::integer
    + (owner_id is not null)::integer
    + if(kind = 'person', (birthday is not null)::integer + (gender is not null)::integer, 0) as filled_count,
    concat_ws(
        ',', if(phone is null, 'phone', null), if(email is null, 'email', null), if(region is null, 'region', null),
        if(owner_id is null, 'owner', null), if(kind = 'person' and birthday is null, 'birthday', null),
        if(kind = 'person' and gender is null, 'gender', null)
    ) as empty_fields
from customer;
