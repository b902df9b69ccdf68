-- Note the follow-ups that the interactions of an import (the Arrow table `ready`) promise. $1 import.
insert into import_change
select $1, 'follow_up', f.follow_up_id, f.version, null
from follow_up as f
where f.interaction_id in (select interaction_id from ready)
