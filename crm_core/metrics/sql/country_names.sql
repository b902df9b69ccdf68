-- One row is one country or region of the purchases that the asker may see.
-- $scope, $teams, $me how far the asker may see.
select distinct l.country as name
from purchase_view as l
where l.country is not null and ($scope = 'all' or l.team_id = any($teams) or l.owner_id = $me)
order by name
