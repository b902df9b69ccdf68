-- So many more people were asked. $1 survey, $2 how many.
update survey set asked_count = nullif(coalesce(asked_count, 0) + $2, 0) where survey_id = $1
