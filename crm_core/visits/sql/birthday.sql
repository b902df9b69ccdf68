-- One row a birthday, of a customer or of a contact, on one of the days $days whose key is in $keys: two lists of pairs.
select
    b.customer_id, 'birthday:' || b.contact_id::varchar || ':' || d.on_day::varchar as event_key, d.on_day as event_on
from (select unnest($keys) as birthday_key, unnest($days) as on_day) as d
inner join birthday_view as b on b.birthday_key = d.birthday_key
