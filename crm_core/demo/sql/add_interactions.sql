-- The interactions in given; happened_at is local. $1 first id, $2 zone.
insert into interaction (
    interaction_id, customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on,
    follow_up_id, version, created_at, updated_at
)
select $1 + g.place, c.customer_id, u.user_id, c.team_id, c.owner_id, g.channel, g.outcome, g.content,
    timezone($2, g.happened_at), cast(g.happened_at as date), null, 1, timezone($2, g.happened_at),
    timezone($2, g.happened_at)
from given as g
inner join customer as c on c.code = g.customer_code
inner join app_user as u on u.username = g.carer
order by g.place
