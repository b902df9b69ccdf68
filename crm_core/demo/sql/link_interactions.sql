-- Interactions from $1 on say which follow-up they did.
update interaction
set follow_up_id = f.follow_up_id
from follow_up as f
where f.done_by = interaction.interaction_id and interaction.interaction_id >= $1
