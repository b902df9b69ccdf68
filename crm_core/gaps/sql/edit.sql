-- Change the note $1 that still has the version $2. $7 who, $8 now.
update gap_note
set problem = $3, cause = $4, cause_words = $5, action_id = $6, updated_by = $7, updated_at = $8, version = version + 1
where gap_note_id = $1 and version = $2
returning version
