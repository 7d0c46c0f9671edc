-- penalty_propose: a new revision $4 of the penalty of contract $1 for case $2 by clause $3: adds $5 fen to what was decided, so that
-- it comes to $6, the rule's answer; the $7th case of $8, with measures $9 and proof $10, by pack $11, in state $12. Gives its id.
insert into penalty (contract_id, case_id, clause, revision, deduct_fen, assessed_fen, counted, threshold, measures, proof, pack_id,
                     state)
values ($1::bigint, $2::bigint, $3::text, $4::integer, $5::bigint, $6::bigint, $7::integer, $8::integer, $9::jsonb, $10::jsonb,
        $11::bigint, $12::text)
returning id;
