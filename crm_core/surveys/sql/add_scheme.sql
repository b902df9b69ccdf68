-- A new version of a scheme. $1 survey, $2 version, $3 whether 0 is no answer, $4 why, $5 now, $6 by whom.
insert into scheme (survey_id, version, zero_is_missing, reason, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6)
