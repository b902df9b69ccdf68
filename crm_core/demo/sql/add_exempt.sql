-- Mark the companies of one person as to be kept, at most three. $1 whose, $2 who marks them, $3 why, $4 the present.
insert into customer_exempt (customer_id, reason, marked_by, marked_at)
select c.customer_id, $3, l.user_id, $4 - to_days(12)
from customer as c
inner join app_user as u on u.user_id = c.owner_id and u.username = $1
inner join app_user as l on l.username = $2
where c.kind = 'company'
order by c.customer_id
limit 3
