-- One row an interaction of the Arrow table `changes` whose suggestion was answered, changed or joined by another since.
select distinct s.interaction_id
from customer_suggestion as s
where s.interaction_id in (select record_id from changes) and s.version > 1
order by s.interaction_id
