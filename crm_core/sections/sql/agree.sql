-- The user $3 agrees to the version $2 of the section $1. $4 now.
insert into plan_agreement (section_id, number, user_id, agreed_at) values ($1, $2, $3, $4)
on conflict (section_id, number, user_id) do nothing
