-- How the data of about half of the demo's owned customers came to us; it depends on the customer's code alone.
insert into customer_origin (customer_id, way, first_contact_on, version, updated_by, updated_at)
select
    c.customer_id,
    case hash(c.code) % 5
        when 0 then 'questionnaire' when 1 then 'on_site' when 2 then 'online' when 3 then 'membership' else 'referral'
    end,
    c.created_on, 1, c.owner_id, c.created_at
from customer as c
where c.owner_id is not null and hash(c.code) % 2 = 0
order by c.customer_id
