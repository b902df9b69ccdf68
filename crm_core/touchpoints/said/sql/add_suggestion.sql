-- What a customer suggested in the interaction $1, on its day. $2 the words, $3 who noted it, $4 now.
insert into customer_suggestion (
    customer_id, interaction_id, content, state, answer, said_on, noted_by, noted_at, version
)
select customer_id, interaction_id, $2, 'new', '', happened_on, $3, $4, 1
from interaction_view
where interaction_id = $1
returning suggestion_id
