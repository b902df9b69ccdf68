-- $1 fresh numbers of interactions, one a row.
select nextval('interaction_ids') as interaction_id from range($1)
