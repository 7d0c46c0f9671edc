-- finding_write: finding $1 gets state $2, fixed on $3, verified on $4 (null: not). The caller has locked it.
update finding
   set state = $2::text, fixed_on = $3::date, verified_on = $4::date, version = version + 1
 where id = $1::bigint;
