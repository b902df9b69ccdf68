-- A version of the section $1: its number, title, text, by whom, when.
insert into plan_section_text (section_id, number, title, content, written_by, written_at) values ($1, $2, $3, $4, $5, $6)
