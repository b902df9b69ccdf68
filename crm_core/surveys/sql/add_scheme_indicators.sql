-- The indicators of a version (the Arrow table `indicators`: position, name, weight). $1 survey, $2 version.
insert into scheme_indicator (survey_id, version, position, name, weight)
select $1, $2, position, name, weight from indicators
