-- Forgets who saw customers before a day. $1 day.
delete from customer_sight where seen_on < $1 returning sight_id
