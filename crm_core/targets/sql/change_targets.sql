-- Targets take the values of the Arrow table `given` (by target_id). $1 now, $2 actor.
update target
set value = g.value, baseline = g.baseline, baseline_on = g.baseline_on, version = target.version + 1, updated_at = $1,
    updated_by = $2
from given as g
where target.target_id = g.target_id
