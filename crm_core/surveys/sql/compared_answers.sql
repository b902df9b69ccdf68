-- One row an answer of a file (the Arrow table `staged`), with what becomes of it and all that the store will keep.
-- outcome: added, updated, unchanged or rejected; reason: why it is rejected, a key of surveys.intake.
-- A customer is known by code, else by phone (the Arrow table `phoned`), else by name (`named`): each with match_count, of
-- the customers whom the actor may import for. $keep: an answer of somebody not found is kept without a customer.
-- Parameters: $scope, $teams, $me: what the actor may import into; $survey_id (null: a new one); $keep; $update: by key
-- rather than skip.
with keyed as (
    select
        *,
        if(customer_code is null, phone_key, null) as sought_phone,
        if(customer_code is null and phone_key is null, customer_key, null) as sought_name
    from staged
),
identified as (
    select
        s.* replace (coalesce(s.customer_code, p.code, n.code) as customer_code),
        coalesce(p.match_count, n.match_count, 0) as match_count
    from keyed as s
    left join phoned as p on p.phone_key = s.sought_phone
    left join named as n on n.name_key = s.sought_name
),
recognised as (
    select
        s.*,
        c.customer_id,
        case
            when s.customer_code is null and s.sought_phone is null and s.sought_name is null then null
            when c.customer_id is not null and ($scope = 'all' or c.team_id = any($teams) or c.owner_id = $me) then null
            when c.customer_id is not null then 'foreign_customer'
            when $keep then null
            when s.match_count > 1 and s.sought_phone is not null then 'ambiguous_phone'
            when s.match_count > 1 then 'ambiguous_customer'
            when s.sought_phone is not null then 'unknown_phone'
            when s.sought_name is not null then 'unknown_name'
            else 'unknown_customer'
        end as customer_reason
    from identified as s
    left join customer_by_code_view as c on c.known_code = s.customer_code
),
first_of_key as (
    select answer_key, min(row) as first_row, arg_min(content_digest, row) as first_digest
    from recognised
    where customer_reason is null
    group by answer_key
),
compared as (
    select
        r.*,
        coalesce(f.first_row, r.row) as first_row,
        coalesce(f.first_digest, r.content_digest) as first_digest,
        a.answer_id,
        coalesce($scope = 'all' or a.team_id = any($teams) or a.owner_id = $me, false) as is_mine,
        a.content_digest is distinct from r.content_digest as is_different
    from recognised as r
    left join first_of_key as f on f.answer_key = r.answer_key
    left join survey_answer as a on a.answer_key = r.answer_key and a.survey_id = $survey_id
),
judged as (
    select
        *,
        case
            when customer_reason is not null then customer_reason
            when content_digest <> first_digest then 'number_twice'
            when answer_id is not null and is_different and $update and not is_mine then 'foreign_answer'
        end as reason
    from compared
)
select
    row,
    case
        when reason is not null then 'rejected'
        when row <> first_row then 'unchanged'
        when answer_id is null then 'added'
        when is_different and $update then 'updated'
        else 'unchanged'
    end as outcome,
    reason,
    first_row,
    null::varchar as other,
    answer_id,
    answer_key,
    content_digest,
    answered_at,
    answered_on,
    if(customer_id is null, null, customer_code) as customer_code,
    customer_name,
    len(list_filter(said, lambda text: text is not null)) as said_count,
    said,
    answer_id is not null and is_different and row = first_row as differs
from judged
order by row
