-- One row an open follow-up of a user, with who takes it: those of the Arrow table `takers` (place from 0, user_id, team_id)
-- in turn; where there are none, the customer's owner unless that is the user (null: nobody). $1 user.
with mine as (
    select list(f.follow_up_id order by f.follow_up_id) as keys
    from follow_up as f
    where f.user_id = $1 and f.status = 'open'
),

placed as (select m.keys[i + 1] as follow_up_id, i as place from mine as m, unnest(range(len(m.keys))) as r(i)),

counted as (select count(*) as takers from takers)

select
    f.follow_up_id, f.user_id as giver_id,
    case when n.takers > 0 then t.user_id when c.owner_id <> $1 then c.owner_id end as taker_id,
    case when n.takers > 0 then t.team_id when c.owner_id <> $1 then c.team_id end as team_id
from placed as p
inner join follow_up as f on f.follow_up_id = p.follow_up_id
cross join counted as n
left join takers as t on n.takers > 0 and t.place = p.place % greatest(n.takers, 1)
left join customer_view as c on c.customer_id = f.customer_id
order by f.follow_up_id
