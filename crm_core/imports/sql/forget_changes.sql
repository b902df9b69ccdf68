-- Forget what one import did. $1 import.
delete from import_change where import_id = $1
