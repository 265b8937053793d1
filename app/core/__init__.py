"""Pure rooms that decide: session, clock, drift policy, profiles, queue."""
