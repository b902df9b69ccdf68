-- The scores that the answers that an import changed had before (the Arrow table `taken`).
with before as (
    select
        t.record_id,
        unnest(from_json(json_extract(t.values_before, '$.scores'), '[{"measure":"VARCHAR","score":"VARCHAR"}]')) as each
    from taken as t
    where not t.is_added
)
insert into answer_score (answer_id, survey_id, measure, score, answered_on, customer_id, team_id, owner_id)
select
    b.record_id, a.survey_id, b.each.measure, b.each.score::decimal(18, 6), a.answered_on, a.customer_id, a.team_id, a.owner_id
from before as b
inner join survey_answer as a on a.answer_id = b.record_id
