-- A target is removed where it still has the version that was seen; its history stays. $1 id, $2 version.
delete from target where target_id = $1 and version = $2 returning target_id
