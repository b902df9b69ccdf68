-- What was answered in the visits that are done, by the questions of their rules.
insert into visit_answer (visit_id, place, question, kind, answer)
select
    a.visit_id, a.place, a.question, a.kind,
    case a.kind
        when 'truth' then if(a.dice % 8 = 0, 'no', 'yes') when 'scale' then (3 + a.dice % 3)::varchar
        when 'choice' then json_extract_string(a.asked, '$.choices[' || (a.dice % json_array_length(a.asked, '$.choices'))::varchar || ']')
        else if(a.dice % 2 = 0, '包装可以再简单一些', '希望有小份装试喝')
    end
from (
    select
        v.visit_id, p.place + 1 as place, json_extract(r.questions, '$[' || p.place::varchar || ']') as asked,
        json_extract_string(r.questions, '$[' || p.place::varchar || '].text') as question,
        json_extract_string(r.questions, '$[' || p.place::varchar || '].kind') as kind,
        (hash(v.made_key || p.place::varchar) % 97)::integer as dice
    from visit_view as w
    inner join visit as v on v.visit_id = w.visit_id
    inner join visit_rule as r on r.rule_id = v.rule_id
    inner join (select unnest(range(8)) as place) as p on p.place < json_array_length(r.questions)
    where w.state = 'done' and v.visit_id not in (select x.visit_id from visit_answer as x)
) as a
order by a.visit_id, a.place
