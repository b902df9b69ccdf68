-- One row a customer of the Arrow table `chosen` (customer_id, place) that the actor sees, in that order: what may be changed
-- in many at once, whether it holds what only its kind can have, and whether it is the actor's to change. $1 scope, $2 teams, $3 me: what may be changed.
-- Of others only who collaborates and the public pool are seen; those who see all see all.
select
    c.customer_id, c.code, c.name, c.kind, c.version, c.updated_at, c.region, c.gender,
    coalesce(c.birthday::varchar, c.gender, c.id_number) is not null as is_of_kind,
    coalesce($1 = 'all' or c.team_id = any($2) or c.owner_id = $3, false) as is_mine
from chosen as h
inner join customer as c on c.customer_id = h.customer_id
where
    coalesce($1 = 'all' or c.team_id = any($2) or c.owner_id = $3, false)
    or c.owner_id is null
    or c.customer_id in (select v.customer_id from collaborator as v where v.user_id = $3)
order by h.place
