-- Tables with rows whose data version was never raised: they were written past the store's own hands. One row: how many.
with filled (table_name) as (
    select 'customer' from customer
    union select 'product' from product
    union select 'purchase' from purchase
    union select 'interaction' from interaction
    union select 'follow_up' from follow_up
    union select 'target' from target
    union select 'survey' from survey
    union select 'survey_answer' from survey_answer
    union select 'answer_score' from answer_score
    union select 'app_user' from app_user
    union select 'setting' from setting
)
select count(*) as offending, min(f.table_name) as example
from filled as f
left join data_version as v on v.table_name = f.table_name
where v.version is null
