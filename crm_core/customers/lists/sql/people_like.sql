-- The places of the rows of "people" in which all that was typed is found, in order: $first, and $second, $third or ''. $most: how
-- many at most. The places alone: the other columns would be read for everybody, not just for those who are found.
select place
from people
where contains(search_text, $first) and contains(search_text, $second) and contains(search_text, $third)
order by place
limit $most
