-- Note that the customers of the Arrow table `moves` changed hands, each customer's changes in the order given. $1 cause,
-- $2 reason, $3 now, $4 who.
insert into ownership_change (
    customer_id, giver_id, taker_id, team_id, cause, reason, changed_at, changed_by
)
select customer_id, giver_id, taker_id, team_id, $1, $2, $3, $4 from moves order by customer_id, place
