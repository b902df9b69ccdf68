-- Answers that refer to no survey or customer, questions answered twice or by nobody, and scores of no answer. One row: how
-- many, and one such answer's id.
with twice as (
    select answer_id from survey_answer_item group by answer_id, item_id having count(*) > 1
),
offending as (
    select a.answer_id
    from survey_answer as a
    left join survey as s on s.survey_id = a.survey_id
    left join customer as c on c.customer_id = a.customer_id
    where s.survey_id is null or (a.customer_id is not null and c.customer_id is null)
    union all
    select answer_id from twice
    union all
    select i.answer_id
    from survey_answer_item as i
    left join survey_answer as a on a.answer_id = i.answer_id
    left join survey_item as q on q.item_id = i.item_id
    where a.answer_id is null or q.item_id is null
    union all
    select s.answer_id
    from answer_score as s
    left join survey_answer as a on a.answer_id = s.answer_id
    where a.answer_id is null
)
select count(*) as offending, min(answer_id) as example from offending
