-- phase_planned: the phases of cycle $1 that have not begun, in order, at most $2; the cycle is locked.
select id, number from phase where cycle_id = $1::bigint and state = 'planned' order by number, round limit $2::bigint;
