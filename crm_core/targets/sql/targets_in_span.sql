-- The targets of all metrics that an actor may read and whose periods begin in a span. One row is one target.
-- $1 reach ('all', 'team', 'own'), $2 teams, $3 me, $4 first day, $5 day after the last; $6 kinds of scope; to narrow
-- to, null for all: $7 metric, $8 team and its people, $9 person.
select t.target_id, t.metric_id, t.scope_kind, t.scope_id, t.period_kind, t.period_first, t.level, t.value, t.baseline,
    t.baseline_on, t.version, t.updated_at, t.updated_by
from target as t
left join user_view as u on t.scope_kind = 'person' and u.user_id = t.scope_id
where t.period_first >= $4 and t.period_first < $5
    and (
        $1 = 'all'
        or (t.scope_kind = 'team' and t.scope_id = any($2))
        or (t.scope_kind = 'person' and (t.scope_id = $3 or u.team_id = any($2)))
    )
    and t.scope_kind = any($6) and ($7 is null or t.metric_id = $7)
    and ($8 is null or (t.scope_kind = 'team' and t.scope_id = $8) or (t.scope_kind = 'person' and u.team_id = $8))
    and ($9 is null or (t.scope_kind = 'person' and t.scope_id = $9))
order by t.metric_id, t.scope_kind, t.scope_id, t.period_kind, t.period_first, t.level
