-- One row a day by which a follow-up was promised in an interaction through one of $channels, about one of $purposes, and a day on
-- which it was done (null: not yet), with how many; cancelled ones are left out. $first, $last: the days promised; $zone.
select
    f.due_on as asked_on, if(f.status = 'done', cast(timezone($zone, f.closed_at) as date), null) as answered_on,
    count(*) as count
from follow_up_view as f
inner join interaction_view as i on i.interaction_id = f.interaction_id
inner join interaction_detail as d on d.interaction_id = f.interaction_id
where
    f.due_on >= $first and f.due_on <= $last and f.status <> 'cancelled' and list_contains($channels, i.channel)
    and list_contains($purposes, d.purpose)
group by f.due_on, answered_on
order by asked_on, answered_on
