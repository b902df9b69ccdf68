-- What people found of the touchpoints' standards, the latest first.
select r.reading_id, r.touchpoint_id, r.measured_on, r.asked, r.kept, r.evidence, u.display_name as read_by
from touchpoint_reading as r
left join user_view as u on u.user_id = r.read_by
order by r.measured_on desc, r.reading_id desc
