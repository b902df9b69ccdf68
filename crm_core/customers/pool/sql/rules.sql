-- One row a rule, those that are on first. $1 one rule or null.
select
    r.rule_id, r.name, r.quiet_days, r.unsold_days, r.kind, r.team_id, t.name as team, r.region, r.warn_days, r.most_a_night,
    r.switched_on_at, r.version
from pool_rule as r
left join team_view as t on t.team_id = r.team_id
where $1 is null or r.rule_id = $1
order by r.switched_on_at is null, r.name, r.rule_id
