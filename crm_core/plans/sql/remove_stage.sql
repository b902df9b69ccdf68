-- A stage is removed where it still has the version that was seen. $1 stage, $2 version.
delete from plan_stage where stage_id = $1 and version = $2 returning stage_id
