-- bench_due_analyze: the planner's numbers after a fill, as autovacuum would bring them in time.
analyze mlps.deadline, mlps.deadline_step, mlps.ruling, mlps.reminder, mlps.breach;
