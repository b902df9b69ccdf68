-- Who owns the survivor does not work along on it too: such a row stays with the customer that goes. $1 merge, $2 owner.
delete from merge_part where merge_id = $1 and part = 'collaborator' and record_id = $2
