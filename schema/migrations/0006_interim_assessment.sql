-- 0006 interim assessment: a score between the first assessment and the re-check; its rounds count through the cycle.
-- breaking: no
set local search_path = mlps;

alter table assessment drop constraint assessment_kind;
alter table assessment add constraint assessment_kind check (kind in ('initial', 'interim', 'recheck'));
