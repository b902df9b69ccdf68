-- A channel that a customer closes. $1 customer, $2 channel, $3 day, $4 reason, $5 who, $6 now.
insert into channel_opt_out (customer_id, channel, since_on, reason, logged_by, logged_at)
values ($1, $2, $3, $4, $5, $6)
returning opt_out_id
