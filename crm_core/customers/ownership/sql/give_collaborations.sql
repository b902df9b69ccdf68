-- Let the people of the Arrow table `takers` (place from 0, user_id) work along, in turn, on the customers on which a giver
-- does and which the reach opens, unless they own them. $1 scope, $2 teams, $3 me, $4 giver, $5 now.
insert into collaborator (customer_id, user_id, since_at)
with mine as (
    select list(v.customer_id order by v.customer_id) as keys
    from collaborator as v
    inner join customer_view as c on c.customer_id = v.customer_id
    where v.user_id = $4 and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3)
),

placed as (select m.keys[i + 1] as customer_id, i as place from mine as m, unnest(range(len(m.keys))) as r(i))

select p.customer_id, t.user_id, $5
from placed as p
inner join takers as t on t.place = p.place % (select count(*) from takers)
inner join customer_view as c on c.customer_id = p.customer_id
where c.owner_id is distinct from t.user_id
on conflict (customer_id, user_id) do nothing
