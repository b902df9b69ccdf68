-- One row a customer and norm that fits it: when somebody was reached last, and the calendar day by which the next contact is
-- due. $today; $until the last calendar day that is asked for; $since the first day of the year of sales.
-- $promised_until: who has an open follow-up by then is left out; null leaves nobody out.
-- Slots: whose, the customers that are asked for ($owners, $me, $scope, $teams, $customer); answer, what is told of them.
with mine as (
    select c.customer_id, c.code, c.name, c.owner_id, c.team_id
    from customer_view as c
    where c.owner_id is not null and /*whose*/
),

norms as materialized (
    select norm_id, rung, channel, days, guide, team_id, since_on from contact_norm where until_on is null
),

stands as (
    select m.customer_id, m.team_id, s.rung, s.since_on
    from mine as m
    inner join customer_grouping_view as s on s.customer_id = m.customer_id and s.until_on is null
),

fits as (
    select s.customer_id, n.norm_id, n.rung, n.channel, n.days, n.guide, greatest(s.since_on, n.since_on) as anchor_on
    from stands as s
    inner join norms as n on n.rung = s.rung and (n.team_id is null or n.team_id = s.team_id)
    left join norms as o
        on o.team_id = s.team_id and o.rung = n.rung and o.channel is not distinct from n.channel and n.team_id is null
    where o.norm_id is null
        and not exists (
            select 1 from channel_opt_out_view as x where x.customer_id = s.customer_id and x.channel = n.channel
        )
),

-- Through each channel, and (null) through any: a join by "one or any" would compare every row with every other.
talks as (
    select i.customer_id, i.channel, max(i.happened_on) as last_on, max(i.happened_at) as last_at
    from interaction_view as i
    where i.outcome <> 'not_reached' and i.happened_on <= $today and i.customer_id in (select customer_id from fits)
    group by grouping sets ((i.customer_id, i.channel), (i.customer_id))
),

dated as materialized (
    select
        f.customer_id, f.norm_id, f.rung, f.channel, f.days, f.guide, f.anchor_on, t.last_on, t.last_at,
        coalesce(t.last_on, f.anchor_on) + f.days as calendar_on
    from fits as f
    left join talks as t on t.customer_id = f.customer_id and t.channel is not distinct from f.channel
),

due as materialized (
    select customer_id, min(calendar_on) as calendar_on from dated group by customer_id having min(calendar_on) <= $until
),

strictest as (
    select
        d.customer_id, d.calendar_on, arg_min(s.norm_id, s.norm_id) as norm_id
    from due as d
    inner join dated as s on s.customer_id = d.customer_id and s.calendar_on = d.calendar_on
    group by d.customer_id, d.calendar_on
),

wanted as (
    select
        s.customer_id, s.rung, s.channel, s.days, s.guide, s.anchor_on, s.last_on, s.calendar_on,
        if(s.last_at is null or l.set_at > s.last_at, l.due_on, null) as delayed_on,
        if(s.last_at is null or l.set_at > s.last_at, l.reason, null) as put_off
    from strictest as x
    inner join dated as s on s.customer_id = x.customer_id and s.norm_id = x.norm_id
    left join contact_delay as l on l.customer_id = s.customer_id
),

found as (
    select
        w.customer_id, m.name as customer, m.code, m.owner_id, u.display_name as owner, w.rung, g.name as group_name, k.rung as tier, w.channel, w.days, w.guide, w.last_on,
        w.anchor_on, w.calendar_on, w.delayed_on, w.put_off, coalesce(b.sales, 0)::decimal(18, 2) as sales
    from wanted as w
    inner join mine as m on m.customer_id = w.customer_id
    left join user_view as u on u.user_id = m.owner_id
    left join tag_view as g on w.rung = 'tag:' || g.tag_id
    left join customer_standing_view as k on k.customer_id = w.customer_id and k.dimension = 'tier' and k.until_on is null
    left join (
        select customer_id, sum(amount) as sales
        from purchase_view
        where purchased_on >= $since and purchased_on <= $today and customer_id in (select customer_id from due)
        group by customer_id
    ) as b on b.customer_id = w.customer_id
    where
        greatest(w.calendar_on, coalesce(w.delayed_on, w.calendar_on)) <= $until
        and not exists (
            select 1 from follow_up_view as f
            where f.customer_id = w.customer_id and f.status = 'open' and f.due_on <= $promised_until
        )
)

/*answer*/
