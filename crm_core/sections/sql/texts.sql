-- One row a version of the section $1, the latest first, with who agreed to it.
select
    t.number, t.title, t.content, t.written_at, w.display_name as written_by,
    list(u.display_name order by g.agreed_at, u.display_name) filter (where u.display_name is not null) as agreed
from plan_section_text as t
left join user_view as w on w.user_id = t.written_by
left join plan_agreement as g on g.section_id = t.section_id and g.number = t.number
left join user_view as u on u.user_id = g.user_id
where t.section_id = $1
group by t.number, t.title, t.content, t.written_at, w.display_name
order by t.number desc
