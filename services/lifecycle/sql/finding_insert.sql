-- finding_insert: cycle $1, round $2, code $3, title $4, control point $5, risk $6, found on $7. The code is
-- unique within the cycle.
insert into finding (cycle_id, round, code, title, control_point, risk, found_on)
values ($1::bigint, $2::bigint, $3::text, $4::text, $5::text, $6::text, $7::date)
returning id;
