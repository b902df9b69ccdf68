-- One row a customer to whom an import is about to give another owner (the Arrow table `ready`), as a move.
select
    c.customer_id, c.version, c.owner_id as giver_id, c.team_id as giver_team_id, n.owner_id as taker_id, n.team_id
from ready as n
inner join customer as c on c.customer_id = n.customer_id
where n.outcome = 'updated' and n.owner_id is not null and n.owner_id is distinct from c.owner_id
order by c.customer_id
