-- One row a dimension whose criteria were saved.
select r.dimension, r.version, r.updated_at, u.display_name as updated_by
from relationship_rule as r
left join user_view as u on u.user_id = r.updated_by
order by r.dimension
