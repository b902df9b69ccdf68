-- Two customers who look alike, the likeliest; with a user name, of that user's team. $1 user name or null.
select p.low_id, p.high_id
from duplicate_pair as p
inner join customer as a on a.customer_id = p.low_id
inner join customer as b on b.customer_id = p.high_id
left join app_user as u on u.username = $1
where p.status = 'open' and ($1 is null or (a.team_id = u.team_id and b.team_id = u.team_id))
order by p.score desc, p.pair_id
limit 1
