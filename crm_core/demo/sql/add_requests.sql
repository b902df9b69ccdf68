-- The requests in given to work along on a colleague's customer; asked_at is local, an answer came a day later.
-- Returns one row a request that is open: the customer, its owner, who asked, and why. $1 zone.
insert into collaboration_request (customer_id, asked_by, reason, asked_at, status, answered_by, answered_at, version)
select c.customer_id, u.user_id, g.reason, timezone($1, g.asked_at), g.status,
    case when g.status <> 'open' then c.owner_id end,
    case when g.status <> 'open' then timezone($1, g.asked_at) + interval 1 day end,
    case when g.status = 'open' then 1 else 2 end
from given as g
inner join customer as c on c.code = g.customer_code
inner join app_user as u on u.username = g.asker
order by g.place
