-- One row a rule, those that are on first; tiers: a list, empty: for all. $1 one rule or null.
select
    r.rule_id, r.name, r.quiet_days, r.unsold_days, r.kind, r.team_id, t.name as team, r.region, r.warn_days, r.most_a_night,
    r.switched_on_at, r.version,
    coalesce((select list(v.tier) from pool_rule_tier as v where v.rule_id = r.rule_id), []::varchar[]) as tiers
from pool_rule as r
left join team_view as t on t.team_id = r.team_id
where $1 is null or r.rule_id = $1
order by r.switched_on_at is null, r.name, r.rule_id
