-- Give the milestones of one person that are not reached, in plans that are not closed, to another. $1 giver, $2 taker.
update plan_milestone_owner
set owner_id = $2
where owner_id = $1
    and milestone_id in (
        select m.milestone_id
        from plan_milestone as m
        inner join plan as p on p.plan_id = m.plan_id and p.state <> 'closed'
        where m.done_on is null
    )
returning milestone_id
