"""A build system for any work that is a pure function of its inputs: keys, a store, plans, workers, a ledger.

    errors -> keys -> manifest -> objects, sources, lock -> store, stage -> resolve -> plan -> execute -> run
"""
