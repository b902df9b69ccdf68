-- By what the touchpoints' standards are measured, those of which somebody said it.
select touchpoint_id, measure, version from touchpoint_measure order by touchpoint_id
