-- One row an indicator of a version of a scheme, in order. $1 survey, $2 version.
select name, weight from scheme_indicator where survey_id = $1 and version = $2 order by position
