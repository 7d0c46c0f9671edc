-- deadline_insert: the row of a new deadline, without a ruling yet; its id, or no row when contract $1 has code $3 already.
insert into mlps.deadline (contract_id, system_id, code, kind, clause, title, party, subject_kind, subject_id, started_at,
                           due_on, due_at, breach_at)
values ($1::bigint, nullif($2::bigint, 0), $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::bigint,
        $10::timestamptz, $11::date, $12::timestamptz, $13::timestamptz)
on conflict on constraint deadline_code_unique do nothing
returning id
