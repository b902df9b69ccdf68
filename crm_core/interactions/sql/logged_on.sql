-- How many interactions one user dated on one day. $1 user, $2 day.
select count(*) from interaction where user_id = $1 and happened_on = $2
