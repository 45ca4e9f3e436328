"""How models' scores become one order: weights and a small network, learned on what came later."""
