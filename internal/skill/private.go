package skill

import "maps"

// PrivateParams gives the parameters of a resource that a server shows to moderators only. What stands there on a server may be
// about persons, so bylaw never copies it into a proposal or a comment.
func PrivateParams(resource string) []string {
	switch resource {
	case "domain_blocks":
		return []string{"private_comment"}
	case "ip_blocks":
		return []string{"comment"}
	}
	return nil
}

// WithoutPrivate gives live parameters with another text in the place of those that only moderators see.
func WithoutPrivate(resource string, live map[string]any, instead string) map[string]any {
	for _, key := range PrivateParams(resource) {
		if text, ok := live[key].(string); ok && text != "" {
			live = maps.Clone(live)
			live[key] = instead
		}
	}
	return live
}
