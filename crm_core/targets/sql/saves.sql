-- Saves that changed several targets within reach, the newest first. One row is one save: who, when, why, how many targets
-- of which metrics. changed_by below 1 is the console or a job.
-- $1 reach ('all', 'team', 'own'), $2 teams, $3 me, $4 fewest targets of a save, $5 how many at most.
select v.changed_at, v.changed_by, w.display_name as changed_by_name, min(v.reason) as reason, count(*) as target_count,
    list_sort(list(distinct v.metric_id)) as metric_ids
from target_version as v
left join user_view as p on v.scope_kind = 'person' and p.user_id = v.scope_id
left join user_view as w on w.user_id = v.changed_by
where $1 = 'all'
    or (v.scope_kind = 'team' and v.scope_id = any($2))
    or (v.scope_kind = 'person' and (v.scope_id = $3 or p.team_id = any($2)))
group by v.changed_at, v.changed_by, w.display_name
having count(*) >= $4
order by v.changed_at desc, v.changed_by
limit $5
