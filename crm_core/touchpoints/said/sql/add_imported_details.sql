-- The purposes of new interactions of a file (the Arrow table `ready`). $1 now.
insert into interaction_detail (interaction_id, customer_id, purpose, contact_id, chat, noted_at)
select interaction_id, customer_id, about, null, '', $1
from ready
where about is not null
order by interaction_id
