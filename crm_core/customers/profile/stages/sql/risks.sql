-- One row a kind of customers ('' all, rung:CODE, tag:ID) within the reach: how many there are, are about to leave, and stand as lost
-- since $since or later. $scope, $teams, $me.
with held as (
    select c.customer_id, s.stage, s.since_on
    from customer_view as c
    left join customer_stage_view as s on s.customer_id = c.customer_id
    where
        $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
        or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $me)
),

kinds as (
    select customer_id, '' as subject from held
    union all
    select customer_id, 'rung:' || rung from customer_standing_view where until_on is null
    union all
    select customer_id, 'tag:' || tag_id from customer_tag_view
)

select
    k.subject, count(*) as customers, count(*) filter (where h.stage = 'at_risk') as at_risk,
    count(*) filter (where h.stage = 'lost' and h.since_on >= $since) as lost
from held as h
inner join kinds as k on k.customer_id = h.customer_id
group by k.subject
order by k.subject
