package charter

import "testing"

func TestMomentAnywhereOnEarthIsSaidInUTC(t *testing.T) {
	for text, want := range map[string]string{
		"2027-06-01 AoE": "anywhere on earth that is 2027-06-02T12:00:00Z in UTC: write that",
		"2027-06-01 aoe": "anywhere on earth that is 2027-06-02T12:00:00Z in UTC: write that",
		"tomorrow AoE":   "write a date as 2027-06-01 or a time as 2027-06-01T18:00:00Z",
		"2027-13-01":     "write a date as 2027-06-01 or a time as 2027-06-01T18:00:00Z",
	} {
		if got := momentHint(text, 1); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}
