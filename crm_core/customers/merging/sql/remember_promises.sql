-- Whose the open follow-ups of a customer were before they are handed over. $1 merge, $2 customer, $3 who takes them.
insert into merge_part (merge_id, part, record_id, user_id, team_id)
select $1, 'promise', follow_up_id, user_id, team_id
from follow_up
where customer_id = $2 and status = 'open' and user_id <> $3
