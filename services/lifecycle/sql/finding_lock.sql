-- finding_lock: finding $1, locked after its cycle.
select code, state, found_on, fixed_on, version, verified_on, accepted_on from finding where id = $1::bigint for no key update;
