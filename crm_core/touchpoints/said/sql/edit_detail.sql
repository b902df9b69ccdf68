-- Other purpose, chat and contact of the interaction $1.
update interaction_detail set purpose = $2, chat = $3, contact_id = $4 where interaction_id = $1
