-- The contacts that norms asked for by a day of the span, each with the day on which it was kept (null: it was not): somebody was
-- reached in the norm's days up to that day. A norm asks every so many days from the day on which both it and the customer's type
-- or tier hold; a day off work moves the day on, to the next working day. Whoever owned the customer on the day has it.
-- $from the first day, $to the day after the last; $scope, $teams, $me how far the asker may see; $today.
-- $off_days, $next_days: the days off work around the span, and the working day after each.
with spans as (
    select
        s.customer_id, n.norm_id, n.rung, n.channel, n.days, n.team_id as norm_team_id,
        greatest(s.since_on, n.since_on) as begins_on,
        least(coalesce(s.until_on, date '9999-01-01'), coalesce(n.until_on, date '9999-01-01')) as ends_on
    from customer_grouping_view as s
    inner join contact_norm_view as n on n.rung = s.rung
),

dated as (
    select p.*, r.k, p.begins_on + (r.k * p.days)::integer as calendar_on
    from spans as p
    cross join unnest(range(
        greatest(1, ceil(($from::date - 20 - p.begins_on) / p.days))::bigint,
        greatest(1, floor((least($to::date, $today::date, p.ends_on) - 1 - p.begins_on) / p.days) + 1)::bigint
    )) as r(k)
    where p.begins_on < least(p.ends_on, $to::date, $today::date)
),

calendar as (select unnest($off_days) as off_on, unnest($next_days) as next_on),

moved as (
    select d.*, coalesce(c.next_on, d.calendar_on) as due_on
    from dated as d
    left join calendar as c on c.off_on = d.calendar_on
),

asked as materialized (
    select m.*
    from moved as m
    where m.due_on >= $from and m.due_on < $to and m.due_on < $today
        and not exists (
            select 1 from channel_opt_out_view as x
            where x.customer_id = m.customer_id and x.channel = m.channel and x.since_on <= m.due_on
        )
),

hands as (
    select
        a.customer_id, a.due_on,
        arg_max({'user_id': h.taker_id, 'team_id': h.team_id}, h.change_id) filter (h.changed_at < a.due_on + 1) as past,
        arg_min({'user_id': h.giver_id}, h.change_id) filter (h.changed_at >= a.due_on + 1) as later
    from (select distinct customer_id, due_on from asked) as a
    inner join ownership_change_view as h on h.customer_id = a.customer_id
    group by a.customer_id, a.due_on
),

held as (
    select
        a.*,
        case when h.past is not null then h.past.user_id when h.later is not null then h.later.user_id else c.owner_id end as user_id,
        case when h.past is not null then h.past.team_id when h.later is not null then u.team_id else c.team_id end as team_id
    from asked as a
    left join customer_view as c on c.customer_id = a.customer_id  -- null: who was erased
    left join hands as h on h.customer_id = a.customer_id and h.due_on = a.due_on
    left join user_view as u on u.user_id = h.later.user_id
),

due as (
    select d.*
    from held as d
    left join contact_norm_view as o
        on d.norm_team_id is null and o.team_id = d.team_id and o.rung = d.rung
        and o.channel is not distinct from d.channel and o.since_on <= d.calendar_on
        and (o.until_on is null or o.until_on > d.calendar_on)
    where d.user_id is not null and (d.norm_team_id is null or d.norm_team_id = d.team_id) and o.norm_id is null
),

met as (
    select d.customer_id, d.norm_id, d.begins_on, d.k, min(i.happened_on) as done_on
    from due as d
    inner join interaction_view as i
        on i.customer_id = d.customer_id and i.happened_on > d.calendar_on - d.days and i.happened_on <= d.due_on
        and i.outcome <> 'not_reached' and (d.channel is null or i.channel = d.channel)
    group by d.customer_id, d.norm_id, d.begins_on, d.k
),

contacts_asked as (
    select d.*, m.done_on
    from due as d
    left join met as m
        on m.customer_id = d.customer_id and m.norm_id = d.norm_id and m.begins_on = d.begins_on and m.k = d.k
)
