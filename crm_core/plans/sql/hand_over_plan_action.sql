-- Give the open actions of one owner in plans that are not closed to another. $1 giver, $2 taker, $3 now, $4 the taker's team.
update plan_action
set owner_id = $2, team_id = $4, version = version + 1, updated_at = $3
where
    owner_id = $1 and status in ('planned', 'doing')
    and plan_id in (select p.plan_id from plan as p where p.state <> 'closed')
returning action_id
