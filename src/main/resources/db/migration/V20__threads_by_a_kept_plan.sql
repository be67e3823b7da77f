-- Module mailbox: a plan for each delivery cost more than what it found; the one that is kept uses the same two indexes.
alter function join_thread(bigint, bigint, bigint, bigint[], text) set plan_cache_mode = force_generic_plan;
