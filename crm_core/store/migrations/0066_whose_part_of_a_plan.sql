-- Milestones get an owner, decisions of a review can be worded anew, and who writes a section of a draft plan may see it.

-- Who answers for a milestone.
create table plan_milestone_owner (milestone_id bigint primary key, owner_id bigint not null);
insert into plan_milestone_owner
select m.milestone_id, p.owner_id from plan_milestone as m inner join plan as p on p.plan_id = m.plan_id;

-- What each person holds of plans that are not closed: milestones that are not reached, too.
create or replace view plan_holding_view as
select a.owner_id as user_id, 'action' as kind, a.action_id as record_id
from plan_action as a
inner join plan as p on p.plan_id = a.plan_id and p.state <> 'closed'
where a.status in ('planned', 'doing')
union all
select g.owner_id as user_id, 'goal' as kind, g.goal_id as record_id
from plan_goal as g
inner join plan as p on p.plan_id = g.plan_id and p.state <> 'closed'
union all
select p.owner_id as user_id, 'plan' as kind, p.plan_id as record_id from plan as p where p.state <> 'closed'
union all
select o.owner_id as user_id, 'milestone' as kind, o.milestone_id as record_id
from plan_milestone_owner as o
inner join plan_milestone as m on m.milestone_id = o.milestone_id and m.done_on is null
inner join plan as p on p.plan_id = m.plan_id and p.state <> 'closed';

-- How often a decision of a review was worded anew, by whom and when last; what it said before stands in the trail.
create table plan_review_decision_edit (
    decision_id bigint primary key, version bigint not null, edited_by bigint not null, edited_at timestamptz not null
);

create view section_writer_view as select plan_id, owner_id as user_id from plan_section;
