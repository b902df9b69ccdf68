-- A new note of the gap $2 of the plan $1. $7 the local day, $8 who, $9 now.
insert into gap_note
    (plan_id, gap_key, problem, cause, cause_words, action_id, noted_on, noted_by, updated_by, updated_at, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, 1)
returning gap_note_id
