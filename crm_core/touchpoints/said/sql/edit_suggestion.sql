-- Other words of the suggestion $1, which nobody has taken up yet.
update customer_suggestion set content = $2, version = version + 1 where suggestion_id = $1 and state = 'new'
