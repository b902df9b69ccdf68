-- Only the last look is kept. $1 when that was.
delete from duplicate_search where searched_at < $1
