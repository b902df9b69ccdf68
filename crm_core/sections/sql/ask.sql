-- Ask the user $2 to agree to the section $1. $3 by whom, $4 now.
insert into plan_section_asked (section_id, user_id, asked_by, asked_at) values ($1, $2, $3, $4)
on conflict (section_id, user_id) do nothing
