-- What a version makes of each question (the Arrow table `rules`: item_id, purpose, scale_low, scale_high, indicator).
-- $1 survey, $2 version.
insert into scheme_item (survey_id, version, item_id, purpose, scale_low, scale_high, indicator)
select $1, $2, item_id, purpose, scale_low, scale_high, indicator from rules
