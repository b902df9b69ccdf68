-- One period that is not over. $1 absence, $2 day.
select a.absence_id, a.user_id, u.team_id, a.first_on, a.last_on, a.version
from absence as a
inner join user_view as u on u.user_id = a.user_id
where a.absence_id = $1 and not a.is_cancelled and a.last_on >= $2
