-- cycle_round: the highest round that cycle $1 has reached.
select max(round) from phase where cycle_id = $1::bigint;
