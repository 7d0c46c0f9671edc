-- summary_documents: deliverables of contract row $1: how many there are, and how many have come so far.
select json_build_object(
    'required', count(*),
    'submitted', count(*) filter (where state in ('submitted', 'accepted', 'signed')),
    'accepted', count(*) filter (where state in ('accepted', 'signed')),
    'objected', count(*) filter (where state = 'objected'),
    'signed', count(*) filter (where state = 'signed'))
  from mlps.deliverable d where d.contract_id = $1::bigint;
