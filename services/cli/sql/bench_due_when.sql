-- bench_due_when: microseconds at which the deadline of row $1 became too late.
select (extract(epoch from breach_at) * 1000000)::bigint from mlps.deadline where id = $1::bigint;
