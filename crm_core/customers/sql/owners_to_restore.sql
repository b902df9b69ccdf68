-- One row a customer whose former owner comes back with an import that is taken back (the Arrow table `taken`), as a move.
with before as (
    select
        record_id,
        json_extract_string(values_before, '$.owner_id')::bigint as owner_id,
        json_extract_string(values_before, '$.team_id')::bigint as team_id
    from taken
    where not is_added
)

select
    c.customer_id, c.version, c.owner_id as giver_id, c.team_id as giver_team_id, b.owner_id as taker_id, b.team_id
from before as b
inner join customer as c on c.customer_id = b.record_id
where b.owner_id is distinct from c.owner_id
order by c.customer_id
