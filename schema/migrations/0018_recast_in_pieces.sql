-- 0018 recast in pieces: what a new calendar asks of a schedule may take several runs; how far the first of them got.
-- breaking: no
set local search_path = mlps;

alter table schedule add column recast_from date; -- planned by an earlier calendar from this day on; null: none of it is
