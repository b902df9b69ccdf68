-- One row a customer: what a search while somebody types looks in, filters and sorts by. Kept in memory as a whole: the store packs
-- these texts, and unpacking a million of them takes four times as long as to look through them.
select customer_id, code, kind, region, owner_id, team_id, created_at, search_text, phone_key
from customer
