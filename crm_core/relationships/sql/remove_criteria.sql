-- Remove the criteria of the dimension $1 from the place $2 on of the rung $3.
delete from relationship_criterion where dimension = $1 and rung = $3 and place >= $2
