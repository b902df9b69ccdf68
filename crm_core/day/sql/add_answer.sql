-- An occasion was put off or let pass. $1 customer, $2 contact or 0, $3 kind, $4 its day, $5 to which day, $6 why, $7 who, $8 now.
insert into occasion_answer (customer_id, contact_id, kind, occasion_on, due_on, reason, answered_by, answered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning answer_id
