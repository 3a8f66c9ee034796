package mastodon

import "slices"

// route is one endpoint and what it asks of the caller.
type route struct {
	pattern    string
	access     access
	scope      string
	permission uint64
	serve      func(*call) (any, error)
	find       func(*call) error // looks up what the path or the query names; nil where nothing has to be there
	early      bool              // find comes before the token is looked at
	always     bool              // also open to who is not signed in where federation is limited
}

// moderating is an endpoint of moderators. It takes no token for a person without any permission.
func moderating(pattern, scope string, permission uint64, serve func(*call) (any, error)) route {
	return route{pattern: pattern, access: public, scope: scope, permission: permission, serve: serve}
}

// reading is an endpoint that needs no token; a token that is sent needs the scope.
func reading(pattern, scope string, serve func(*call) (any, error)) route {
	return route{pattern: pattern, access: public, scope: scope, serve: serve}
}

// bearing is an endpoint for any token with the scope, also an application's.
func bearing(pattern, scope string, serve func(*call) (any, error)) route {
	return route{pattern: pattern, access: bearer, scope: scope, serve: serve}
}

// using is an endpoint for a person's token with the scope.
func using(pattern, scope string, serve func(*call) (any, error)) route {
	return route{pattern: pattern, access: user, scope: scope, serve: serve}
}

// open is an endpoint that does not look at tokens.
func open(pattern string, serve func(*call) (any, error)) route {
	return route{pattern: pattern, access: anyone, serve: serve}
}

// naming looks something up before the role is asked.
func (r route) naming(find func(*call) error) route {
	r.find = find
	return r
}

// namingFirst looks something up before even the token is asked.
func (r route) namingFirst(find func(*call) error) route {
	r.find, r.early = find, true
	return r
}

// must turns a search into a mere check.
func must[T any](search func(*call) (T, error)) func(*call) error {
	return func(c *call) error {
		_, err := search(c)
		return err
	}
}

// routes gathers the endpoints of all resources.
func (s *Server) routes() []route {
	return slices.Concat(instanceRoutes(), siteRoutes(), accountRoutes(), adminAccountRoutes(), accountActionRoutes(), reportRoutes(),
		reportActRoutes(), applicantRoutes(), signUpRoutes(), oauthRoutes(), userBlockRoutes(), userMuteRoutes(), notificationRoutes(), favouriteRoutes(),
		domainBlockRoutes(), domainAllowRoutes(), ipBlockRoutes(), emailDomainRoutes(), canonicalEmailRoutes(), tagRoutes(), noticeRoutes(), profileRoutes(),
		statusRoutes(), statusReadRoutes(), pinRoutes(), quoteRoutes(), measureRoutes())
}
