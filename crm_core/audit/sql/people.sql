-- One row a person, or the console, that stands in the trail, under the latest name.
select actor_id, arg_max(actor_name, seq) as actor_name from audit_entry group by actor_id order by actor_name, actor_id
