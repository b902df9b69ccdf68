-- Another norm that holds today for the same rung $1, channel $2 and team $3. $4 norm to leave out, 0 for none.
select norm_id from contact_norm
where until_on is null and rung = $1 and channel is not distinct from $2 and team_id is not distinct from $3 and norm_id <> $4
