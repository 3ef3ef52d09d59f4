"""Results as files that other programs open: tables (CSV, XLSX) and calendars (ICS)."""
