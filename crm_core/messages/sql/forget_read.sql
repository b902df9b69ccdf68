-- Notices that were read long ago are removed. $1 read before when. One row a removed notice.
delete from notice where read_at < $1 returning notice_id
