-- One row a person of the reach with what that person holds, who holds most first; of the disabled and the readers only those who hold
-- something. $1 scope, $2 teams, $3 one user or null.
with people as (
    select u.user_id, u.display_name as name, u.role, u.team_id, u.is_active
    from user_view as u
    where ($3 is null or u.user_id = $3) and ($1 = 'all' or u.team_id = any($2))
),

owned as (select owner_id as user_id, count(*) as customers from customer_view group by owner_id),

promised as (
    select
        f.user_id, count(*) filter (where c.owner_id = f.user_id) as follow_ups,
        count(*) filter (where c.owner_id is distinct from f.user_id) as other_follow_ups
    from follow_up_view as f
    left join customer_view as c on c.customer_id = f.customer_id
    where f.status = 'open'
    group by f.user_id
),

planned as (
    select
        user_id, count(*) filter (where kind = 'action') as actions, count(*) filter (where kind = 'goal') as goals,
        count(*) filter (where kind = 'plan') as plans, count(*) filter (where kind = 'milestone') as milestones
    from plan_holding_view
    group by user_id
),

answered as (select owner_id as user_id, count(*) as touchpoints from touchpoint_view group by owner_id),

written as (select user_id, count(*) as sections from section_holding_view group by user_id),

hindered as (select user_id, count(*) as barriers from barrier_holding_view group by user_id),

shared as (select user_id, count(*) as collaborations from collaborator_view group by user_id),

found as (
    select
        p.user_id, p.name, p.role, p.team_id, t.name as team, p.is_active, coalesce(o.customers, 0) as customers,
        coalesce(f.follow_ups, 0) as follow_ups, coalesce(f.other_follow_ups, 0) as other_follow_ups,
        coalesce(n.actions, 0) as actions, coalesce(n.goals, 0) as goals, coalesce(n.plans, 0) as plans, coalesce(n.milestones, 0) as milestones,
        coalesce(a.touchpoints, 0) as touchpoints, coalesce(w.sections, 0) as sections,
        coalesce(h.barriers, 0) as barriers,
        coalesce(s.collaborations, 0) as collaborations
    from people as p
    left join team_view as t on t.team_id = p.team_id
    left join owned as o on o.user_id = p.user_id
    left join promised as f on f.user_id = p.user_id
    left join planned as n on n.user_id = p.user_id
    left join answered as a on a.user_id = p.user_id
    left join written as w on w.user_id = p.user_id
    left join hindered as h on h.user_id = p.user_id
    left join shared as s on s.user_id = p.user_id
)

select *
from found
where (is_active and role <> 'reader') or $3 is not null or customers + follow_ups + other_follow_ups + actions + goals + plans + milestones + touchpoints + sections + barriers
    + collaborations > 0
order by is_active, customers desc, name, user_id
