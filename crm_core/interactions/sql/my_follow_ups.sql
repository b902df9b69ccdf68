-- One row an open follow-up of one user with a customer that the reach opens, the oldest first. $scope, $teams, $me: the
-- reach; $until: the last day that counts; $size: how many at most.
with mine as (
    select f.follow_up_id, f.customer_id, f.user_id, f.due_on, f.channel, f.purpose, f.version
    from follow_up as f
    where f.user_id = $me and f.status = 'open' and f.due_on <= $until
)

select
    m.follow_up_id, m.customer_id, c.name as customer, c.code, m.user_id, null as who, m.due_on, m.channel, m.purpose,
    (select max(i.happened_at) from interaction as i where i.customer_id = m.customer_id) as last_contact_at, m.version
from mine as m
inner join customer_view as c on c.customer_id = m.customer_id
where
    $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
    or c.customer_id in (select v.customer_id from collaborator_view as v where v.user_id = $me)
order by m.due_on, m.follow_up_id
limit $size
