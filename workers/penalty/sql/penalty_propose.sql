-- penalty_propose: a new revision $4 of the penalty of contract $1 for case $2 by clause $3: $5 fen, the $6th case of $7, with
-- measures $8 and proof $9, by pack $10, in state $11. Gives its id.
insert into penalty (contract_id, case_id, clause, revision, deduct_fen, counted, threshold, measures, proof, pack_id, state)
values ($1::bigint, $2::bigint, $3::text, $4::integer, $5::bigint, $6::integer, $7::integer, $8::jsonb, $9::jsonb,
        $10::bigint, $11::text)
returning id;
