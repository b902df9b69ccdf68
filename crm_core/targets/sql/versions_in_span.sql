-- Every version that the targets of some metrics ever had within reach in a span: what a file may have been written from.
-- One row is one version. $1 reach ('all', 'team', 'own'), $2 teams, $3 me, $4 first day, $5 day after the last, $6 metrics.
select v.target_id, v.version, v.metric_id, v.scope_kind, v.scope_id, v.period_kind, v.period_first, v.level, v.value
from target_version as v
left join user_view as u on v.scope_kind = 'person' and u.user_id = v.scope_id
where v.period_first >= $4 and v.period_first < $5 and v.metric_id = any($6)
    and (
        $1 = 'all'
        or (v.scope_kind = 'team' and v.scope_id = any($2))
        or (v.scope_kind = 'person' and (v.scope_id = $3 or u.team_id = any($2)))
    )
order by v.target_id, v.version
