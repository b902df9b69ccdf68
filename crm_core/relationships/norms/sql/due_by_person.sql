-- The end of due.sql: one row an owner, with how many of the customers are due and who is the most urgent, by the same rule as
-- the model's: worth of the tier, the order of magnitude of a year's sales, and the days since the calendar day.
select
    w.owner_id as user_id, coalesce(u.display_name, w.owner_id::varchar) as name, count(*) as count,
    arg_max({'customer_id': w.customer_id, 'customer': w.customer, 'calendar_on': w.calendar_on}, w.urgency) as worst
from (
    select
        f.owner_id, f.customer_id, f.customer, greatest(f.calendar_on, coalesce(f.delayed_on, f.calendar_on)) as calendar_on,
        case f.tier when 'high' then 4.0 when 'mid' then 2.0 else 1.0 end
        * (1 + log10(1 + greatest(0, f.sales::double)))
        * (1 + greatest(0, $today - f.calendar_on)) / f.days as urgency
    from found as f
) as w
left join user_view as u on u.user_id = w.owner_id
group by w.owner_id, u.display_name
order by count desc, name, user_id
