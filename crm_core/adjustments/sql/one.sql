-- One adjustment. $1 adjustment.
select a.adjustment_id, a.plan_id, a.changed_on, a.what, a.reason, a.scope_kind, a.scope_id, t.name as scope_name,
    t.team_id, a.judge_on, a.made_by, u.display_name as maker_name, a.version
from plan_adjustment as a
left join team_view as t on a.scope_kind = 'team' and t.team_id = a.scope_id
left join user_view as u on u.user_id = a.made_by
where a.adjustment_id = $1
