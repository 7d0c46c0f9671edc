-- finding_write: finding $1 gets state $2, fixed on $3, verified on $4, its risk accepted on $5 (null: not); its term counts anew from
-- $6 (null: as it did). The caller has locked it.
update finding
   set state = $2::text, fixed_on = $3::date, verified_on = $4::date, accepted_on = $5::date,
       reopened_on = coalesce($6::date, reopened_on), version = version + 1
 where id = $1::bigint;
