-- Give one customer that still has the version $2 to an owner (or to nobody) and the owner's team. $3 owner, $4 team, $5 now.
update customer
set owner_id = $3, team_id = $4, version = version + 1, updated_at = $5
where customer_id = $1 and version = $2
returning version
