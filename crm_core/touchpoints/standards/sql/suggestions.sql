-- One row a day on which customers suggested something through one of $channels, about one of $purposes, and a day on which they
-- were answered (null: not yet), with how many. $first, $last: the days of the suggestion; $zone: whose days.
select s.said_on as asked_on, cast(timezone($zone, s.answered_at) as date) as answered_on, count(*) as count
from customer_suggestion as s
inner join interaction_view as i on i.interaction_id = s.interaction_id
inner join interaction_detail as d on d.interaction_id = s.interaction_id
where s.said_on >= $first and s.said_on <= $last and list_contains($channels, i.channel) and list_contains($purposes, d.purpose)
group by s.said_on, answered_on
order by asked_on, answered_on
