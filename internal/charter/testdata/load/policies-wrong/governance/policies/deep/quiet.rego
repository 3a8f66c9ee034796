package bylaw.guard
