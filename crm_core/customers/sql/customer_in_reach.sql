-- Whose one customer is, where the reach opens it, collaborations included. $1 scope, $2 teams, $3 me, $4 customer,
-- $5 whom me stands in for on the day $6: of them, the customers with a follow-up that falls due while they are away.
select c.customer_id, c.code, c.name, c.owner_id, c.team_id, c.version
from customer as c
where
    c.customer_id = $4
    and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $3)
        or c.customer_id in (
            select a.customer_id
            from absent_follow_up_view as a
            inner join user_view as o on o.user_id = a.user_id
            where
                a.deputy_id = $3 and a.user_id = any($5) and $6 between a.first_on and a.last_on
                and (c.owner_id = a.user_id or o.role = 'manager' or (o.role = 'lead' and o.team_id = c.team_id)
                    or exists (select 1 from collaborator as w
                        where w.customer_id = c.customer_id and w.user_id = a.user_id))
        ))
