-- 0016 breach ruling: a breach refers to its ruling without a lock on it.
-- breaking: no
set local search_path = mlps;

-- Checking the reference locked each ruling's row, on a page of its own that nothing else of a breach touches: of a million
-- deadlines those due together lie scattered, and each such page was read, changed and logged whole. Nothing is lost: rulings
-- are never changed nor deleted, and the number is taken from the deadline, whose own reference to it is checked.
alter table breach drop constraint breach_ruling_fk;
