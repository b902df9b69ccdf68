-- Who let every other customer of the public pool go, and why (the Arrow table `given`: place, giver, cause, reason): some
-- weeks after the customer came, and not after $1, the present.
insert into ownership_change (customer_id, giver_id, taker_id, team_id, cause, reason, changed_at, changed_by)
select
    c.customer_id, u.user_id, null, null, g.cause, g.reason,
    least(c.created_at + to_days(cast(45 + c.customer_id % 60 as integer)), $1 - to_hours(cast(20 + c.customer_id % 300 as integer))),
    u.user_id
from customer as c
inner join given as g on g.place = (c.customer_id // 2) % (select count(*) from given)
inner join app_user as u on u.username = g.giver
where c.owner_id is null and c.customer_id % 2 = 0
order by c.customer_id
returning change_id
