-- Other purpose and chat of the interaction $1.
update interaction_detail set purpose = $2, chat = $3 where interaction_id = $1
