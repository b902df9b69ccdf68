-- What customers suggested in new interactions of a file (the Arrow table `ready`), noted by who talked. $1 now.
insert into customer_suggestion (
    customer_id, interaction_id, content, state, answer, said_on, noted_by, noted_at, version
)
select customer_id, interaction_id, suggestion, 'new', '', happened_on, user_id, $1, 1
from ready
where suggestion is not null
order by interaction_id
