-- Whose promised follow-ups are overdue. One row is one person; oldest_* is the one that has waited longest, its customer
-- the one of those whom the reach opens: a follow-up counts for its team also where its customer is another's.
-- $1 reach ('all', 'team', 'own'), $2 teams, $3 me, $4 today, $5 team and $6 person to narrow to, null for all.
select f.user_id, u.display_name as user_name, f.team_id, t.name as team_name, count(*) as overdue_count,
    min(f.due_on) as oldest_due_on, arg_min(c.customer_id, (f.due_on, f.follow_up_id)) as oldest_customer_id,
    arg_min(c.name, (f.due_on, f.follow_up_id)) as oldest_customer_name
from follow_up_view as f
left join user_view as u on u.user_id = f.user_id
left join team_view as t on t.team_id = f.team_id
left join customer_view as c on c.customer_id = f.customer_id
    and ($1 = 'all' or c.team_id = any($2) or c.owner_id = $3
        or c.customer_id in (select v.customer_id from collaborator_view as v where v.user_id = $3))
where f.status = 'open' and f.due_on < $4
    and ($1 = 'all' or f.team_id = any($2) or f.user_id = $3)
    and ($5 is null or f.team_id = $5) and ($6 is null or f.user_id = $6)
group by f.user_id, u.display_name, f.team_id, t.name
order by overdue_count desc, oldest_due_on, f.user_id
