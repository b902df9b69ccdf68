-- Note what the answers that an import changes (the Arrow table `ready`) were before: with what was said and scored.
-- To be run before they are changed. $1 survey, $2 import.
with known as (
    select a.*, s.scheme_version
    from ready as l
    inner join survey_answer as a on a.answer_key = l.answer_key and a.survey_id = $1
    inner join survey as s on s.survey_id = a.survey_id
    where l.outcome = 'updated'
),
said as (
    select i.answer_id, list({'item': i.item_id, 'said': i.said, 'value': i.value::varchar} order by i.item_id) as said
    from survey_answer_item as i
    semi join known as k on k.answer_id = i.answer_id
    group by i.answer_id
),
scored as (
    select m.answer_id, list({'measure': m.measure, 'score': m.score::varchar} order by m.measure) as scores
    from answer_score as m
    semi join known as k on k.answer_id = m.answer_id
    group by m.answer_id
)
insert into import_change (import_id, entity, record_id, version, values_before)
select
    $2,
    'survey_answer',
    k.answer_id,
    k.version + 1,
    to_json({
        'version': k.version, 'import_id': k.import_id, 'digest': k.content_digest, 'answered_us': epoch_us(k.answered_at),
        'answered_on': k.answered_on::varchar, 'customer_id': k.customer_id, 'team_id': k.team_id, 'owner_id': k.owner_id,
        'scheme': k.scheme_version, 'said': coalesce(s.said, []), 'scores': coalesce(c.scores, [])
    })::varchar
from known as k
left join said as s on s.answer_id = k.answer_id
left join scored as c on c.answer_id = k.answer_id
order by k.answer_id
