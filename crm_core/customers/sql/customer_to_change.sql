-- One customer with all it holds, where the reach opens it for a change: collaborators do not. $1 scope, $2 teams, $3 me,
-- $4 customer.
select
    customer_id, code, kind, name, phone, phone_key, email, id_number, birthday, gender, region, owner_id, team_id, note,
    version
from customer
where customer_id = $4 and ($1 = 'all' or team_id = any($2) or owner_id = $3)
