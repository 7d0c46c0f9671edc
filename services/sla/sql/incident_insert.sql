-- incident_insert: contract $1, system $2, code $3, title $4, family $5, facts $6, grade $7 (by hand, or computed),
-- computed grade $8, fault level $9, the clauses that gave the grade $10, occurred at $11. The code is unique within
-- the contract. Its first grading is noted with it.
with made as (
    insert into incident (contract_id, system_id, code, title, family, facts, grade, computed_grade, level, clauses,
                          occurred_at)
    values ($1::bigint, $2::bigint, $3::text, $4::text, $5::text, coalesce($6::jsonb, '{}'), $7::text, $8::text, $9::text,
            coalesce($10::jsonb, '[]'), $11::timestamptz)
    returning id, facts, grade, computed_grade, level, clauses),
noted as (
    insert into incident_grading (incident_id, facts, grade, computed_grade, level, clauses)
    select id, facts, grade, computed_grade, level, clauses from made)
select id from made;
