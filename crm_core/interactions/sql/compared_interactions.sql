-- One row an interaction of a file (the Arrow table `staged`), with what becomes of it. It is known by its customer, time,
-- channel and text: as many equal ones as the store has are unchanged, so that a second reading adds nothing. A line that
-- gives a customer's name and no code means the one of that name (the Arrow table `named`). `people` tells whom each text of
-- who it was means. $scope, $teams, $me: what the actor may import into; $today: promises from then on are made.
with keyed as (
    select *, if(customer_code is null, customer_key, null) as named_key from staged
),
identified as (
    select s.* replace (coalesce(s.customer_code, n.code) as customer_code), n.match_count
    from keyed as s
    left join named as n on n.name_key = s.named_key
),
owned as (
    select
        s.*,
        c.customer_id,
        p.user_id,
        p.user_team_id,
        case
            when s.customer_code is null and s.customer_key is null then 'nobody'
            when s.match_count > 1 then 'ambiguous_customer'
            when s.customer_code is null then 'unknown_name'
            when c.customer_id is null then 'unknown_customer'
            when not ($scope = 'all' or coalesce(c.team_id = any($teams) or c.owner_id = $me, false)) then 'foreign_customer'
            else p.user_reason
        end as reason
    from identified as s
    left join customer_by_code_view as c on c.known_code = s.customer_code
    left join people as p on p.user_text = s.user_text
),
ordinals as (
    select unnest(list(row order by row)) as row, unnest(generate_series(1, count(*))) as ordinal
    from owned
    where reason is null
    group by customer_id, happened_at, channel, content
),
stored as (
    select customer_id, happened_at, channel, content, count(*) as known
    from interaction
    where customer_id in (select customer_id from owned)
    group by customer_id, happened_at, channel, content
)
select
    o.row,
    case when o.reason is not null then 'rejected' when n.ordinal <= coalesce(s.known, 0) then 'unchanged' else 'added' end
        as outcome,
    o.reason, null::bigint as first_row, null::varchar as other, o.customer_id, o.customer_code, o.happened_at, o.happened_on,
    o.channel, o.direction, o.outcome as result, o.content, o.about, o.suggestion, o.user_id, o.user_team_id,
    if(o.next_due_on >= $today, o.next_due_on, null) as next_due_on, o.next_purpose
from owned as o
left join ordinals as n on n.row = o.row
left join stored as s
    on s.customer_id = o.customer_id and s.happened_at = o.happened_at and s.channel = o.channel and s.content = o.content
order by o.row
