-- The channels that about a tenth of the demo's owned customers closed; it depends on the customer's code alone. $1 the day.
insert into channel_opt_out (customer_id, channel, since_on, reason, logged_by, logged_at)
select
    c.customer_id, w.channel, least($1::date, c.created_on + 30), w.reason, c.owner_id, least($1::date, c.created_on + 30) + time '05:00'
from customer as c
cross join (values ('sms', '不看短信'), ('phone', '上夜班，请用微信'), ('email', '')) as w (channel, reason)
where c.owner_id is not null and hash(w.channel || c.code) % 30 = 0
order by c.customer_id, w.channel
