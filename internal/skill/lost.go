package skill

// Lost says what does not come back when a skill reverts what another one did, "" where everything does. Before holds the
// parameters of the entry that it takes away or changes, nil where there was none.
func Lost(undoing Name, before map[string]any) string {
	switch {
	case (undoing == UnblockDomain || undoing == BlockDomain) && before["severity"] == Suspend:
		return "follows and data that the suspension cut off do not come back"
	case undoing == AllowDomain:
		return "in limited federation the server has purged its accounts, and neither they nor their follows come back"
	case undoing == UnsuspendAccount:
		return "follows of an account of another server stay cut, and 30 days after the suspension the server has deleted the account's data"
	}
	return ""
}
