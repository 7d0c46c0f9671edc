-- penalty_supersede: penalty $1, undecided, gives way to its next revision.
update penalty set state = 'superseded', version = version + 1
 where id = $1::bigint and state in ('proposed', 'notified', 'appealed');
