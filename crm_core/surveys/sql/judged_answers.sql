-- One row an answer that an import added or changed (the Arrow table `changes`: record_id, version, values_before), with the
-- reason why it cannot be taken back, or null. name: the survey and the answer's number, told of those that stay.
with before as (
    select
        *,
        json_extract_string(values_before, '$.customer_id')::bigint as customer_before,
        json_extract_string(values_before, '$.scheme')::bigint as scheme_before
    from changes
),
judged as (
    select
        b.record_id,
        b.values_before,
        a.survey_id,
        a.answer_key,
        case
            when a.answer_id is null then 'gone'
            when a.version <> b.version then 'changed'
            when b.customer_before is not null and c.customer_id is null then 'base_gone'
            when b.scheme_before is not null and b.scheme_before <> s.scheme_version then 'weighed'
        end as reason
    from before as b
    left join survey_answer as a on a.answer_id = b.record_id
    left join survey as s on s.survey_id = a.survey_id
    left join customer_view as c on c.customer_id = b.customer_before
)
select
    j.record_id,
    j.values_before is null as is_added,
    j.values_before,
    j.reason,
    if(j.reason is null, null, s.name || if(starts_with(j.answer_key, 'n:'), ' / ' || substr(j.answer_key, 3), '')) as name
from judged as j
left join survey as s on s.survey_id = j.survey_id
order by j.record_id
