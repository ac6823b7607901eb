"""What people decided about a film, kept outside build/ for ever."""
