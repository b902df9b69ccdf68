-- One row a question of a survey, in the order of the file. $1 survey.
select item_id, position, header, header_key from survey_item where survey_id = $1 order by position, item_id
