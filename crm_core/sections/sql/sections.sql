-- One row a section of the plan $1 in its order, with its latest text. $2 one section, or null for all.
select
    s.section_id, s.plan_id, s.place, s.owner_id, u.display_name as owner_name, s.text_number, t.title, t.content,
    t.written_at, w.display_name as written_by, s.version
from plan_section as s
inner join plan_section_text as t on t.section_id = s.section_id and t.number = s.text_number
left join user_view as u on u.user_id = s.owner_id
left join user_view as w on w.user_id = t.written_by
where s.plan_id = $1 and ($2 is null or s.section_id = $2)
order by s.place, s.section_id
