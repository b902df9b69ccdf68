-- One row a question that was answered in visits of one rule: how often, the mean of a scale, and each answer with its count
-- as JSON (of texts none). $1 scope, $2 teams, $3 me; $4 rule.
with answers as (
    select a.place, a.question, a.kind, a.answer, count(*) as count
    from visit_view as v
    inner join visit_answer as a on a.visit_id = v.visit_id
    where v.rule_id = $4 and v.state = 'done' and ($1 = 'all' or v.team_id = any($2) or v.user_id = $3)
    group by a.place, a.question, a.kind, a.answer
)

select
    n.question, n.kind, sum(n.count)::bigint as answered,
    if(n.kind = 'scale', sum(try_cast(n.answer as double) * n.count) / sum(n.count), null) as mean,
    coalesce(
        to_json(list({'answer': n.answer, 'count': n.count} order by n.answer) filter (where n.kind <> 'text')), '[]'
    )::varchar as parts
from answers as n
group by n.question, n.kind
order by min(n.place), n.question, n.kind
