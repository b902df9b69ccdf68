-- One row a team with what the given norms (rung, channel, days, team_id, since_on) ask of it: customers, contacts a week, and
-- how many customers are due by $due_on. $scope, $teams: whose customers.
with stands as (
    select c.customer_id, c.team_id, s.rung, s.since_on
    from customer_view as c
    inner join customer_grouping_view as s on s.customer_id = c.customer_id and s.until_on is null
    where c.owner_id is not null and ($scope = 'all' or c.team_id = any($teams))
),

fits as (
    select
        s.customer_id, s.team_id, coalesce(n.channel, '') as channel, n.days,
        greatest(s.since_on, n.since_on) as anchor_on
    from stands as s
    inner join norms as n on n.rung = s.rung and (n.team_id is null or n.team_id = s.team_id)
    left join norms as o
        on o.team_id = s.team_id and o.rung = n.rung and o.channel is not distinct from n.channel and n.team_id is null
    where o.rung is null
        and not exists (
            select 1 from channel_opt_out_view as x where x.customer_id = s.customer_id and x.channel = n.channel
        )
),

talks as (
    select i.customer_id, coalesce(i.channel, '') as channel, max(i.happened_on) as last_on
    from interaction_view as i
    where i.outcome <> 'not_reached' and i.happened_on <= $due_on and i.customer_id in (select customer_id from fits)
    group by grouping sets ((i.customer_id, i.channel), (i.customer_id))
),

-- Of several norms for one channel the one that asks for most.
by_channel as (
    select
        f.customer_id, f.team_id, f.channel, min(f.days) as days,
        min(coalesce(t.last_on, f.anchor_on) + f.days::integer) as due_on
    from fits as f
    left join talks as t on t.customer_id = f.customer_id and t.channel = f.channel
    group by f.customer_id, f.team_id, f.channel
),

asked as (
    select
        customer_id, team_id, min(due_on) as due_on,
        greatest(
            coalesce(max(7.0 / days) filter (where channel = ''), 0),
            coalesce(sum(7.0 / days) filter (where channel <> ''), 0)
        )::double as a_week
    from by_channel
    group by customer_id, team_id
)

select
    a.team_id, t.name as team, count(*) as customers, sum(a.a_week) as a_week,
    count(*) filter (where a.due_on <= $due_on) as due
from asked as a
left join team_view as t on t.team_id = a.team_id
group by a.team_id, t.name
order by t.name nulls last, a.team_id
