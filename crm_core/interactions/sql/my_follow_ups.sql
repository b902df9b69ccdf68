-- One row an open follow-up of one user with a customer that the reach opens, the oldest first, and of those for whom the user
-- stands in, as far as they fall due while these are away; who: whose it is, null for the own ones. $scope, $teams, $me: the
-- reach; $absent: for whom me stands in on the day $today; $until: the last day that counts; $size: how many at most.
with mine as (
    select f.follow_up_id, f.customer_id, f.user_id, f.due_on, f.channel, f.purpose, f.version
    from follow_up as f
    where f.user_id = $me and f.status = 'open' and f.due_on <= $until
),

theirs as (
    select distinct f.follow_up_id, f.customer_id, f.user_id, f.due_on, f.channel, f.purpose, f.version
    from follow_up as f
    inner join absent_follow_up_view as a on a.follow_up_id = f.follow_up_id
    inner join user_view as o on o.user_id = a.user_id
    inner join customer_view as c on c.customer_id = f.customer_id
    where
        a.deputy_id = $me and a.user_id = any($absent) and $today between a.first_on and a.last_on and f.due_on <= $until
        and (c.owner_id = a.user_id or o.role = 'manager' or (o.role = 'lead' and o.team_id = c.team_id)
            or c.customer_id in (select w.customer_id from collaborator_view as w where w.user_id = a.user_id))
)

select
    m.follow_up_id, m.customer_id, c.name as customer, c.code, m.user_id, null as who, m.due_on, m.channel, m.purpose,
    (select max(i.happened_at) from interaction as i where i.customer_id = m.customer_id) as last_contact_at, m.version
from mine as m
inner join customer_view as c on c.customer_id = m.customer_id
where
    $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
    or c.customer_id in (select v.customer_id from collaborator_view as v where v.user_id = $me)
union all
select
    t.follow_up_id, t.customer_id, c.name as customer, c.code, t.user_id, u.display_name as who, t.due_on, t.channel, t.purpose,
    (select max(i.happened_at) from interaction as i where i.customer_id = t.customer_id) as last_contact_at, t.version
from theirs as t
inner join customer_view as c on c.customer_id = t.customer_id
inner join user_view as u on u.user_id = t.user_id
order by due_on, follow_up_id
limit $size
