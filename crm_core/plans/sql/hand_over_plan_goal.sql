-- Give the goals of one owner in plans that are not closed to another. $1 giver, $2 taker, $3 now.
update plan_goal
set owner_id = $2, version = version + 1, updated_at = $3
where owner_id = $1 and plan_id in (select p.plan_id from plan as p where p.state <> 'closed')
returning goal_id
