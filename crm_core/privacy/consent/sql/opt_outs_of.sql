-- One row a time that a customer closed a channel, those that stand first, then the latest. $1 customer.
select o.opt_out_id, o.channel, o.since_on, o.reason, coalesce(u.display_name, '') as who, o.logged_at, o.ended_at,
    e.display_name as ended_by
from channel_opt_out as o
left join user_view as u on u.user_id = o.logged_by
left join user_view as e on e.user_id = o.ended_by
where o.customer_id = $1
order by o.ended_at is not null, o.ended_at desc, o.since_on, o.opt_out_id
