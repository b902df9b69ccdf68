-- Note which answers an import has added, so that it can be taken back. $1 import.
insert into import_change (import_id, entity, record_id, version)
select import_id, 'survey_answer', answer_id, version from survey_answer where import_id = $1 and version = 1
