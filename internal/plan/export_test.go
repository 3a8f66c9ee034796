package plan

// Equal says whether two plans do the same for the same reasons: same basis, changes, tasks and authority. What was live
// apart from, and notes, do not count.
func Equal(a, b Plan) bool {
	digest := a.digest()
	return digest != "" && digest == b.digest()
}
