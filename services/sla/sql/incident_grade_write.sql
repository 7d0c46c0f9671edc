-- incident_grade_write: incident $1, locked by the caller, is graded by facts $2: grade $3 (decided), $4 (computed), fault level $5, by
-- clauses $6. The grading is kept beside the earlier ones.
with noted as (
    insert into incident_grading (incident_id, facts, grade, computed_grade, level, clauses)
    values ($1::bigint, coalesce($2::jsonb, '{}'), $3::text, $4::text, $5::text, coalesce($6::jsonb, '[]')))
update incident
   set facts = coalesce($2::jsonb, '{}'), grade = $3::text, computed_grade = $4::text, level = $5::text,
       clauses = coalesce($6::jsonb, '[]'), version = version + 1
 where id = $1::bigint;
