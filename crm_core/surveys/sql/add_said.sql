-- What was said in the new and changed answers of a file (the Arrow table `ready`: said, a list in the order of the Arrow table
-- `questions`: place from 1, item_id), with the numbers that a scheme reads from it (the Arrow table `readings`: item_id, said,
-- value). Written with its number at once: an update of what was just appended takes many times as long. $1 survey.
insert into survey_answer_item (answer_id, item_id, survey_id, said, value)
select a.answer_id, q.item_id, $1, l.said[q.place], r.value
from ready as l
inner join survey_answer as a on a.answer_key = l.answer_key and a.survey_id = $1
cross join questions as q
left join readings as r on r.item_id = q.item_id and r.said = l.said[q.place]
where l.outcome in ('added', 'updated') and l.said[q.place] is not null
order by l.row, q.place
