-- cycle_insert: cycle number $2 of system $1 under pack $3, begun on $4.
insert into cycle (system_id, number, pack_id, started_on)
values ($1::bigint, $2::bigint, $3::bigint, $4::date)
returning id;
