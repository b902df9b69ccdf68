-- One row: whether there is a plan, and a survey, to be shown.
select exists (from plan) as has_plan, exists (from survey) as has_survey
