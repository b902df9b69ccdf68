-- One row an open follow-up that goes along when its customer changes hands, with who takes it (null: nobody): the former
-- owner's, anybody's where the customer goes to the pool, and those of people who lose sight of it as it leaves their team.
-- The Arrow table `moves`: customer_id, giver_id, giver_team_id, taker_id, team_id.
select f.follow_up_id, f.user_id as giver_id, m.taker_id, m.team_id
from follow_up as f
inner join moves as m on m.customer_id = f.customer_id
left join user_view as u on u.user_id = f.user_id
left join collaborator_view as v on v.customer_id = f.customer_id and v.user_id = f.user_id
where
    f.status = 'open' and f.user_id is distinct from m.taker_id
    and (
        f.user_id = m.giver_id or m.taker_id is null
        or (m.team_id is distinct from m.giver_team_id and v.user_id is null and u.role not in ('manager', 'admin'))
    )
order by f.follow_up_id
