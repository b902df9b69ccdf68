-- One row a customer whom a rule releases as of $today, the one left alone longest first, each with the total.
-- $quiet, $unsold: days without contact, without purchase (null: not asked); a new owner has them whole. $kind, $team,
-- $region: for whom (null: all). $tiers: of which tiers of today, none for whom nobody has said one (empty: of all). $protected:
-- days after a change of hands in which nothing happens; a merge is none: who has the customer then had one of the two. $zone.
-- $size: how many.
with held as (
    select c.customer_id, max(h.changed_at) as changed_at
    from customer as c
    inner join ownership_change as h on h.customer_id = c.customer_id and h.taker_id = c.owner_id
    where h.cause not in ('merge', 'unmerge')
    group by c.customer_id
),

contacted as (
    select customer_id, max(happened_on) as on_day from interaction_view where outcome <> 'not_reached' group by customer_id
),

bought as (
    select customer_id, max(purchased_on) as on_day from purchase_view where is_sold and customer_id is not null group by customer_id
),

found as materialized (
    select
        c.customer_id, c.code, c.name, c.owner_id, u.display_name as owner, c.team_id, c.version,
        n.on_day as last_contact_on, b.on_day as last_purchase_on,
        coalesce(cast(timezone($zone, h.changed_at) as date), c.created_on) as held_since_on,
        k.tier
    from customer as c
    left join held as h on h.customer_id = c.customer_id
    left join contacted as n on n.customer_id = c.customer_id
    left join bought as b on b.customer_id = c.customer_id
    left join user_view as u on u.user_id = c.owner_id
    left join customer_kind_view as k on k.customer_id = c.customer_id
    where
        c.owner_id is not null and c.customer_id not in (select e.customer_id from customer_exempt as e)
        and ($kind is null or c.kind = $kind) and ($team is null or c.team_id = $team)
        and ($region is null or c.region = $region)
        and (len($tiers::varchar[]) = 0 or coalesce(k.tier, 'none') = any($tiers::varchar[]))
),

due as materialized (
    select *
    from found
    where
        date_diff('day', held_since_on, cast($today as date)) >= $protected
        and ($quiet is null or date_diff('day', greatest(held_since_on, last_contact_on), cast($today as date)) >= $quiet)
        and ($unsold is null or date_diff('day', greatest(held_since_on, last_purchase_on), cast($today as date)) >= $unsold)
)

select d.*, t.total
from due as d
cross join (select count(*) as total from due) as t
order by greatest(d.held_since_on, d.last_contact_on, d.last_purchase_on), d.customer_id
limit $size
