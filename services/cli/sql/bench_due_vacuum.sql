-- bench_due_vacuum: what autovacuum would do after a fill, done before anything is timed. Outside of a transaction.
vacuum (analyze) mlps.deadline, mlps.deadline_step, mlps.ruling, mlps.reminder, mlps.breach, mlps.event;
