-- One row a person who is asked to agree to a section of the plan $1, the versions that the person agreed to with it. Who is not
-- active any more is not waited for and stands here only with what was agreed.
select
    a.section_id, a.user_id, u.display_name as name, u.is_active,
    max(g.number) as agreed_number, max(g.agreed_at) as agreed_at
from plan_section_asked as a
inner join plan_section as s on s.section_id = a.section_id and s.plan_id = $1
left join user_view as u on u.user_id = a.user_id
left join plan_agreement as g on g.section_id = a.section_id and g.user_id = a.user_id
group by a.section_id, a.user_id, u.display_name, u.is_active
order by a.section_id, u.display_name, a.user_id
