-- One pair whose two customers the reach opens. $1-$3 the reach, $4 pair.
select p.pair_id, p.low_id, p.high_id, p.status
from duplicate_pair as p
inner join customer as a on a.customer_id = p.low_id
inner join customer as b on b.customer_id = p.high_id
where
    p.pair_id = $4
    and ($1 = 'all'
        or (coalesce(a.team_id = any($2) or a.owner_id = $3, false) and coalesce(b.team_id = any($2) or b.owner_id = $3, false)))
