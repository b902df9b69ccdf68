-- Store a birthday. $1 customer, $2 contact or 0, $3 calendar, $4 month, $5 day, $6 leap month, $7 user, $8 now.
insert into birthday_mark (customer_id, contact_id, calendar, born_month, born_day, is_leap, version, set_by, set_at)
values ($1, $2, $3, $4, $5, $6, 1, $7, $8)
on conflict (customer_id, contact_id) do update set
    calendar = excluded.calendar, born_month = excluded.born_month, born_day = excluded.born_day, is_leap = excluded.is_leap,
    version = birthday_mark.version + 1, set_by = excluded.set_by, set_at = excluded.set_at
