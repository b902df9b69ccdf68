-- The interactions in given; happened_at is local. $1 zone.
insert into interaction (
    interaction_id, customer_id, user_id, team_id, owner_id, channel, outcome, content, happened_at, happened_on,
    follow_up_id, version, created_at, updated_at
)
select interaction_id, customer_id, user_id, team_id, user_id, channel, outcome, content, timezone($1, happened_at),
    cast(happened_at as date), null, 1, timezone($1, happened_at), timezone($1, happened_at)
from given order by interaction_id
