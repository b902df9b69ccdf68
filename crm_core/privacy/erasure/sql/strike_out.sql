-- Strikes out what names the person in a column of texts. $needle, $mark what stands there afterwards.
update /*table*/ set /*column*/ = replace(/*column*/, $needle, $mark) where contains(/*column*/, $needle)
