"""What a production office makes of a breakdown: schedules, budgets, finance. Pure functions of records."""
