-- What was answered in a visit. $1 visit, $2 place, $3 question, $4 kind, $5 answer.
insert into visit_answer (visit_id, place, question, kind, answer) values ($1, $2, $3, $4, $5)
