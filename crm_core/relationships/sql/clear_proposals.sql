-- Forget all proposals.
delete from relationship_proposal
