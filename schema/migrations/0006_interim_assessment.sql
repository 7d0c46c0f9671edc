-- 0006 interim assessment: a score recorded between the first assessment and the re-check, which the gate at the end of
-- rectification asks for. Its rounds count through the cycle.
-- breaking: no
set local search_path = mlps;

alter table assessment drop constraint assessment_kind;
alter table assessment add constraint assessment_kind check (kind in ('initial', 'interim', 'recheck'));
