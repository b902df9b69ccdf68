-- The follow-ups in given, all open; made_at is local. A chained one was promised in that day's interaction.
-- $1 first id, $2 zone.
insert into follow_up (
    follow_up_id, customer_id, user_id, team_id, due_on, channel, purpose, status, interaction_id, done_by, closed_at,
    version, created_at, updated_at
)
with promised as (
    select user_id, customer_id, happened_on, min(interaction_id) as interaction_id
    from interaction
    group by user_id, customer_id, happened_on
)
select $1 + g.place, c.customer_id, u.user_id, c.team_id, g.due_on, g.channel, g.purpose, 'open',
    case when g.is_chained then p.interaction_id end, null, null, 1, timezone($2, g.made_at), timezone($2, g.made_at)
from given as g
inner join customer as c on c.code = g.customer_code
inner join app_user as u on u.username = g.carer
left join promised as p on p.user_id = u.user_id and p.customer_id = c.customer_id
    and p.happened_on = cast(g.made_at as date)
order by g.place
