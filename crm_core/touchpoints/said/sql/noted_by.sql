-- Who noted the suggestion $1.
select noted_by from customer_suggestion where suggestion_id = $1
