-- Parts of plans that refer to what is missing: a plan, a stage, a goal, an action, a section or its text, a comment, a
-- team or a user. One row: how many, and one such part's id.
with parts (part_id, is_lost) as (
    select p.plan_id, (p.team_id is not null and t.team_id is null) or u.user_id is null
    from plan as p
    left join team as t on t.team_id = p.team_id
    left join app_user as u on u.user_id = p.owner_id
    union all
    select s.stage_id, p.plan_id is null
    from plan_stage as s
    left join plan as p on p.plan_id = s.plan_id
    union all
    select g.goal_id, p.plan_id is null or u.user_id is null
        or (g.scope_kind = 'team' and t.team_id is null) or (g.scope_kind = 'person' and w.user_id is null)
    from plan_goal as g
    left join plan as p on p.plan_id = g.plan_id
    left join app_user as u on u.user_id = g.owner_id
    left join team as t on t.team_id = g.scope_id
    left join app_user as w on w.user_id = g.scope_id
    union all
    select v.goal_id, g.goal_id is null or s.stage_id is null or s.plan_id <> g.plan_id
    from plan_goal_value as v
    left join plan_goal as g on g.goal_id = v.goal_id
    left join plan_stage as s on s.stage_id = v.stage_id
    union all
    select p.part_id, g.goal_id is null
    from plan_goal_part as p
    left join plan_goal as g on g.goal_id = p.goal_id
    union all
    select v.part_id, p.part_id is null or s.stage_id is null
    from plan_goal_part_value as v
    left join plan_goal_part as p on p.part_id = v.part_id
    left join plan_stage as s on s.stage_id = v.stage_id
    union all
    select d.goal_id, g.goal_id is null
    from plan_goal_detail as d
    left join plan_goal as g on g.goal_id = d.goal_id
    union all
    select n.goal_id, g.goal_id is null
    from plan_need_goal as n
    left join plan_goal as g on g.goal_id = n.goal_id and g.plan_id = n.plan_id
    union all
    select s.plan_id, p.plan_id is null
    from plan_scope as s
    left join plan as p on p.plan_id = s.plan_id
    union all
    select m.maturity_id, p.plan_id is null
    from plan_maturity as m
    left join plan as p on p.plan_id = m.plan_id
    union all
    select a.action_id, p.plan_id is null or u.user_id is null
        or (a.goal_id is not null and (g.goal_id is null or g.plan_id <> a.plan_id))
    from plan_action as a
    left join plan as p on p.plan_id = a.plan_id
    left join plan_goal as g on g.goal_id = a.goal_id
    left join app_user as u on u.user_id = a.owner_id
    union all
    select h.action_id, a.action_id is null or u.user_id is null
    from plan_action_helper as h
    left join plan_action as a on a.action_id = h.action_id
    left join app_user as u on u.user_id = h.user_id
    union all
    select d.action_id, a.action_id is null
    from plan_action_detail as d
    left join plan_action as a on a.action_id = d.action_id
    union all
    select l.action_id, a.action_id is null or b.action_id is null or a.plan_id <> b.plan_id
    from plan_action_link as l
    left join plan_action as a on a.action_id = l.action_id
    left join plan_action as b on b.action_id = l.after_id
    union all
    select b.plan_id, p.plan_id is null
    from plan_budget as b
    left join plan as p on p.plan_id = b.plan_id
    union all
    select m.milestone_id, p.plan_id is null
    from plan_milestone as m
    left join plan as p on p.plan_id = m.plan_id
    union all
    select v.check_in_id, c.check_in_id is null or g.goal_id is null or p.plan_id is null
    from plan_check_in_value as v
    left join plan_check_in as c on c.check_in_id = v.check_in_id
    left join plan as p on p.plan_id = c.plan_id
    left join plan_goal as g on g.goal_id = v.goal_id
    union all
    select v.check_in_id, c.check_in_id is null or g.goal_id is null
    from plan_check_in_part as v
    left join plan_check_in as c on c.check_in_id = v.check_in_id
    left join plan_goal as g on g.goal_id = v.goal_id
    union all
    select v.snapshot_id, s.snapshot_id is null
    from plan_snapshot_part as v
    left join plan_snapshot_goal as s on s.snapshot_id = v.snapshot_id and s.goal_id = v.goal_id
    union all
    select v.snapshot_id, s.snapshot_id is null
    from plan_snapshot_whole as v
    left join plan_snapshot_goal as s on s.snapshot_id = v.snapshot_id and s.goal_id = v.goal_id
    union all
    select s.section_id, p.plan_id is null or u.user_id is null or t.section_id is null
    from plan_section as s
    left join plan as p on p.plan_id = s.plan_id
    left join app_user as u on u.user_id = s.owner_id
    left join plan_section_text as t on t.section_id = s.section_id and t.number = s.text_number
    union all
    select m.comment_id, p.plan_id is null or (m.section_id is not null and s.section_id is null)
    from plan_comment as m
    left join plan as p on p.plan_id = m.plan_id
    left join plan_section as s on s.section_id = m.section_id and s.plan_id = m.plan_id
    union all
    select r.proposal_id, p.plan_id is null
    from plan_proposal as r
    left join plan as p on p.plan_id = r.plan_id
    union all
    select n.gap_note_id, p.plan_id is null or (n.action_id is not null and a.action_id is null)
    from gap_note as n
    left join plan as p on p.plan_id = n.plan_id
    left join plan_action as a on a.action_id = n.action_id and a.plan_id = n.plan_id
    union all
    select b.comment_id, m.comment_id is null
    from plan_comment_about as b
    left join plan_comment as m on m.comment_id = b.comment_id
    union all
    select r.review_id, p.plan_id is null
    from plan_review as r
    left join plan as p on p.plan_id = r.plan_id
    union all
    select d.decision_id, r.review_id is null or (d.action_id is not null and a.action_id is null)
    from plan_review_decision as d
    left join plan_review as r on r.review_id = d.review_id
    left join plan_action as a on a.action_id = d.action_id and a.plan_id = r.plan_id
    union all
    select f.feedback_id, r.review_id is null or (f.action_id is not null and a.action_id is null)
    from plan_review_feedback as f
    left join plan_review as r on r.review_id = f.review_id
    left join plan_action as a on a.action_id = f.action_id and a.plan_id = r.plan_id
    union all
    select n.review_id, r.review_id is null or (n.user_id is not null and u.user_id is null)
    from (
        select review_id, user_id from plan_review_person
        union all
        select review_id, user_id from plan_review_report
        union all
        select review_id, null from plan_review_item
        union all
        select review_id, null from plan_review_fact
        union all
        select review_id, null from plan_review_addendum
    ) as n
    left join plan_review as r on r.review_id = n.review_id
    left join app_user as u on u.user_id = n.user_id
)
select count(*) as offending, min(part_id) as example from parts where is_lost
