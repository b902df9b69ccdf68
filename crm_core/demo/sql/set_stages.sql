-- Stages of about a third of the demo's owned customers, set by their owners as their purchases stood on $day: silence of more
-- than 400 days is lost, of more than 150 about to leave.
insert into customer_stage (customer_id, stage, since_on, reason_id, why, is_proposed, set_by, set_at)
with bought as (
    select customer_id, min(purchased_on) as first_on, max(purchased_on) as last_on
    from purchase_view
    where is_sold and customer_id is not null
    group by customer_id
),
judged as (
    select
        c.customer_id, c.code, c.owner_id,
        case
            when $day::date - b.last_on > 400 then 'lost'
            when $day::date - b.last_on > 150 then 'at_risk'
            when $day::date - b.first_on <= 90 then 'new'
            else 'active'
        end as stage,
        least($day::date, case
            when $day::date - b.last_on > 400 then b.last_on + 400
            when $day::date - b.last_on > 150 then b.last_on + 150
            else b.last_on
        end) as since_on
    from customer as c
    inner join bought as b on b.customer_id = c.customer_id
    where c.owner_id is not null and hash(c.code) % 3 = 0
),
reasons as (select list(reason_id order by place) as ids from loss_reason)
select
    j.customer_id, j.stage, j.since_on, if(j.stage = 'lost', r.ids[1 + (hash(j.code) % len(r.ids))::integer], null),
    case
        when j.stage = 'lost' and hash(j.code) % 2 = 0 then '电话里说同行报价更低，暂不考虑。'
        when j.stage = 'at_risk' and hash(j.code) % 2 = 0 then '换了采购负责人，需要重新拜访。'
        else ''
    end,
    hash(j.code) % 2 = 1, j.owner_id, (j.since_on + interval 10 hour)::timestamptz
from judged as j
cross join reasons as r
order by j.customer_id
