-- One row a kept template, the latest first.
select t.template_id, t.name, t.about, t.outline, t.made_by, u.display_name as made_by_name, t.made_at, t.version
from plan_template as t
left join user_view as u on u.user_id = t.made_by
order by t.made_at desc, t.template_id desc
