-- decision_insert: contract $1, about row $3 of kind $2, move $4 on day $5, by person $6, for the reason $7, with data $8 (null: none).
insert into mlps.decision (contract_id, subject_kind, subject_id, move, decided_on, person_id, note, data)
values ($1::bigint, $2::text, $3::bigint, $4::text, $5::date, $6::bigint, $7::text, coalesce($8::jsonb, '{}'))
