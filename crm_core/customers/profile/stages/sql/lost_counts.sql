-- One row a reason of loss and a kind of customers ('' all, rung:CODE, tag:ID), with how many customers within the reach stand as
-- lost for it since $since or later. $scope, $teams, $me.
with lost as (
    select s.customer_id, s.reason_id
    from customer_stage_view as s
    inner join customer_view as c on c.customer_id = s.customer_id
    where s.stage = 'lost' and s.since_on >= $since
        and (
            $scope = 'all' or c.team_id = any($teams) or c.owner_id = $me
            or exists (select 1 from collaborator as v where v.customer_id = c.customer_id and v.user_id = $me)
        )
),

kinds as (
    select customer_id, '' as subject from lost
    union all
    select l.customer_id, 'rung:' || k.rung
    from lost as l
    inner join customer_standing_view as k on k.customer_id = l.customer_id and k.until_on is null
    union all
    select l.customer_id, 'tag:' || t.tag_id
    from lost as l
    inner join customer_tag_view as t on t.customer_id = l.customer_id
)

select l.reason_id, k.subject, count(distinct l.customer_id) as customers
from lost as l
inner join kinds as k on k.customer_id = l.customer_id
group by l.reason_id, k.subject
order by customers desc, l.reason_id, k.subject
