-- Remove the suggestion $1, which nobody has taken up yet.
delete from customer_suggestion where suggestion_id = $1 and state = 'new'
