-- Opens a channel of a customer again. $1 customer, $2 channel, $3 who, $4 now.
update channel_opt_out
set ended_by = $3, ended_at = $4
where customer_id = $1 and channel = $2 and ended_at is null
returning opt_out_id, since_on, reason
