-- The answers that an import changed (the Arrow table `taken`), as they were before.
update survey_answer
set
    content_digest = json_extract_string(t.values_before, '$.digest'),
    answered_at = make_timestamptz(json_extract_string(t.values_before, '$.answered_us')::bigint),
    answered_on = json_extract_string(t.values_before, '$.answered_on')::date,
    customer_id = json_extract_string(t.values_before, '$.customer_id')::bigint,
    team_id = json_extract_string(t.values_before, '$.team_id')::bigint,
    owner_id = json_extract_string(t.values_before, '$.owner_id')::bigint,
    import_id = json_extract_string(t.values_before, '$.import_id')::bigint,
    version = survey_answer.version + 1
from taken as t
where not t.is_added and survey_answer.answer_id = t.record_id
