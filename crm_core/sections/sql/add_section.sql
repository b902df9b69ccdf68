-- A new section at the end of the plan $1, owned by $2, with the first version of its text. $3 by whom, $4 now.
insert into plan_section (plan_id, place, owner_id, text_number, version, created_by, created_at, updated_at)
select $1, coalesce(max(place), 0) + 1, $2, 1, 1, $3, $4, $4
from plan_section
where plan_id = $1
returning section_id
