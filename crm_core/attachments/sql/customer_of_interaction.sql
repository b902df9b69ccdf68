-- Whose interaction it is. $1 interaction.
select customer_id from interaction_view where interaction_id = $1
