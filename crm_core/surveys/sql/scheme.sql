-- One version of a survey's scheme. $1 survey, $2 version.
select version, zero_is_missing, reason, changed_at, changed_by from scheme where survey_id = $1 and version = $2
