-- What was said before in the answers that an import changed (the Arrow table `taken`).
with before as (
    select
        t.record_id,
        unnest(from_json(json_extract(t.values_before, '$.said'), '[{"item":"BIGINT","said":"VARCHAR","value":"VARCHAR"}]')) as each
    from taken as t
    where not t.is_added
)
insert into survey_answer_item (answer_id, item_id, survey_id, said, value)
select b.record_id, b.each.item, a.survey_id, b.each.said, b.each.value::decimal(9, 3)
from before as b
inner join survey_answer as a on a.answer_id = b.record_id
