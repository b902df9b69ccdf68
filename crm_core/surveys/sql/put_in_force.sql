-- The version of the scheme that is in force from now on. $1 survey, $2 version, $3 the version before, $4 now.
update survey
set scheme_version = $2, updated_at = $4
where survey_id = $1 and scheme_version = $3
returning survey_id
