-- One row a person, day and way of having seen a customer, the latest day first. $1 customer, $2 from which day, $3 how many.
select s.seen_on, s.user_id, u.display_name as person, t.name as team, s.way, sum(s.seen_count)::bigint as seen_count,
    max(s.last_at) as last_at
from customer_sight as s
left join user_view as u on u.user_id = s.user_id
left join team_view as t on t.team_id = u.team_id
where s.customer_id = $1 and s.seen_on >= $2
group by s.seen_on, s.user_id, u.display_name, t.name, s.way
order by s.seen_on desc, last_at desc, s.user_id, s.way
limit $3
