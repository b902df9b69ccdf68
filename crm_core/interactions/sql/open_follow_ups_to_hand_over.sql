-- One row an open follow-up of one user with one customer. $1 customer, $2 user.
select follow_up_id, version from follow_up
where customer_id = $1 and user_id = $2 and status = 'open'
order by follow_up_id
