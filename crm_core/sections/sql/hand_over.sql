-- Let $2 answer for the sections that $1 answers for, in plans that are not closed. $3 now.
update plan_section
set owner_id = $2, version = version + 1, updated_at = $3
where owner_id = $1 and plan_id in (select p.plan_id from plan as p where p.state <> 'closed')
returning section_id
