-- Moves a sequence on past the $1 ids that were given out by hand.
select max(nextval(/*sequence*/)) as last_id from range($1)
