-- One row an asked customer, whoever owns it, with the instant at which one user let it go last. $1 customers, $2 user,
-- $3 since.
select
    c.customer_id, c.name, c.version, c.owner_id, c.team_id,
    (select max(h.changed_at) from ownership_change as h
        where h.customer_id = c.customer_id and h.giver_id = $2 and h.taker_id is null and h.changed_at >= $3) as let_go_at
from customer as c
where c.customer_id = any($1)
order by c.customer_id
