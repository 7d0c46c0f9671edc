-- assessment_insert: cycle $1, phase $2, kind $3, round $4, day $5, score in hundredths $6, open high-risk findings
-- $7, passed $8. An assessment of this kind and round is a conflict.
insert into assessment (cycle_id, phase_id, kind, round, assessed_on, score_bp, high_risk_open, passed)
values ($1::bigint, $2::bigint, $3::text, $4::bigint, $5::date, $6::bigint, $7::bigint, $8::boolean)
returning id;
