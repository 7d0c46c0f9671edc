-- penalty_lock: penalty $1, locked, with the codes of its contract and case; the day since which it stands as it is (in the
-- contract's zone), and whether another row takes it back.
select p.id, p.contract_id, k.code, c.code, p.clause, p.state, p.revision, p.deduct_fen, p.version,
       greatest((p.proposed_at at time zone k.zone)::date,
                (select max(d.decided_on) from decision d where d.subject_kind = 'penalty' and d.subject_id = p.id)),
       exists (select from penalty r where r.reverses = p.id)
  from penalty p
  join penalty_case c on c.id = p.case_id
  join contract k on k.id = p.contract_id
 where p.id = $1::bigint
   for no key update of p;
