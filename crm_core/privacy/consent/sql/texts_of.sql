-- One row a version of a purpose's text, the newest first. $1 purpose.
select t.number, t.text_cn, t.text_tw, t.text_en, t.since_on, coalesce(u.display_name, '') as who
from consent_text as t
left join user_view as u on u.user_id = t.made_by
where t.purpose_id = $1
order by t.number desc
