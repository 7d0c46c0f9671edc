-- finding_find: cycle of finding $1; or, with $1 null, finding and cycle of the code $4 in the newest cycle of
-- system $5, or of serial $3 in contract $2, that has it.
select f.id, f.cycle_id
  from finding f
  join cycle c on c.id = f.cycle_id
  join system s on s.id = c.system_id
  join contract k on k.id = s.contract_id
 where case when $1::bigint is not null then f.id = $1
            else f.code = $4::text and ($5::bigint is null and k.code = $2::text and s.serial = $3::bigint
                                        or s.id = $5::bigint) end
 order by c.number desc
 limit 1;
