-- deliverable_lock: deliverable $1, locked before its deadline, with its contract's code. No row: there is none.
select d.state, d.submitted_on, d.accepted_on, d.signed_on, d.sha256, d.submitted_by, d.signed_by, d.deadline_id,
       d.version, k.code
  from deliverable d
  join contract k on k.id = d.contract_id
 where d.id = $1::bigint
   for no key update of d;
