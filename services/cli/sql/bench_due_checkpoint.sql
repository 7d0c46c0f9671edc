-- bench_due_checkpoint: write down what a fill has changed before anything is timed. Outside of a transaction.
checkpoint;
