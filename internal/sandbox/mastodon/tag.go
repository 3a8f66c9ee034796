package mastodon

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Tag is a hashtag that a post has used. A nil flag is one that no moderator has decided.
type Tag struct {
	ID         int64     `json:"id,string"`
	Name       string    `json:"name"` // in lower case
	Usable     *bool     `json:"usable,omitempty"`
	Listable   *bool     `json:"listable,omitempty"`
	Trendable  *bool     `json:"trendable,omitempty"`
	ReviewedAt time.Time `json:"reviewed_at,omitzero"`
}

func tagID(t *Tag) int64 { return t.ID }

func or(flag *bool, otherwise bool) bool {
	if flag == nil {
		return otherwise
	}
	return *flag
}

func tagRoutes() []route {
	const path = "/api/v1/admin/tags"
	exists := must((*call).findTag)
	return []route{
		open("GET /api/v1/tags/{name}", (*call).showTag),
		moderating("GET "+path, "admin:read", ManageTaxonomies, (*call).listTags),
		moderating("GET "+path+"/{id}", "admin:read", ManageTaxonomies, (*call).showAdminTag).naming(exists),
		moderating("PUT "+path+"/{id}", "admin:write", ManageTaxonomies, (*call).updateTag).naming(exists),
	}
}

func (c *call) findTag() (int, error) { return find(c, c.state.Tags, tagID) }

// tagEntity is a hashtag as everybody sees it. One that no post has used has no id, and before 4.4 none has one here.
func (c *call) tagEntity(t *Tag) map[string]any {
	entity := map[string]any{"name": t.Name, "url": "https://" + c.state.Domain + "/tags/" + t.Name, "history": []any{}}
	if c.since(4, 4) {
		entity["id"] = ""
		if t.ID != 0 {
			entity["id"] = strconv.FormatInt(t.ID, 10)
		}
	}
	return entity
}

func (c *call) adminTagEntity(t *Tag) map[string]any {
	entity := c.tagEntity(t)
	entity["id"] = strconv.FormatInt(t.ID, 10)
	entity["usable"], entity["listable"], entity["trendable"] = or(t.Usable, true), or(t.Listable, true), or(t.Trendable, false)
	entity["requires_review"] = t.ReviewedAt.IsZero()
	return entity
}

// showTag gives a hashtag by its name, also one that no post has used.
func (c *call) showTag() (any, error) {
	name := strings.ToLower(c.request.PathValue("name"))
	if strings.Trim(name, "0123456789") == "" || strings.ContainsAny(name, " #@./-") {
		return nil, errNotFound
	}
	if n := slices.IndexFunc(c.state.Tags, func(t *Tag) bool { return t.Name == name }); n >= 0 {
		return c.tagEntity(c.state.Tags[n]), nil
	}
	return c.tagEntity(&Tag{Name: name}), nil
}

func (c *call) listTags() (any, error) {
	page, err := paginate(c, c.state.Tags, tagID, 100, 200)
	return entities(page, c.adminTagEntity), err
}

func (c *call) showAdminTag() (any, error) {
	at, err := c.findTag()
	if err != nil {
		return nil, err
	}
	return c.adminTagEntity(c.state.Tags[at]), nil
}

// updateTag changes the flags that are sent, and counts the hashtag as reviewed whatever they are. Its name can only change in
// upper and lower case.
func (c *call) updateTag() (any, error) {
	at, err := c.findTag()
	if err != nil {
		return nil, err
	}
	changed := *c.state.Tags[at]
	if c.params.has("display_name") && !strings.EqualFold(c.params.text("display_name"), changed.Name) {
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Display name Only the capitalization may change")
	}
	for key, flag := range map[string]**bool{"usable": &changed.Usable, "listable": &changed.Listable, "trendable": &changed.Trendable} {
		if !c.params.has(key) {
			continue
		}
		value, err := c.params.flag(key)
		if *flag = &value; err != nil {
			*flag = nil // an empty value is none: the default holds
		}
	}
	changed.ReviewedAt = c.now
	if !c.vanish {
		*c.state.Tags[at] = changed
		c.note("decided about the hashtag #" + changed.Name)
	}
	return c.adminTagEntity(&changed), nil
}

// seedTags are hashtags of the posts, one of which a moderator has let trend.
func (s *State) seedTags(founded time.Time) {
	yes := true
	for n, name := range []string{"birds", "sourdough", "getrich", "repaircafe"} {
		at := founded.AddDate(0, n, 0)
		tag := &Tag{ID: s.NextID(at), Name: name}
		if name == "birds" {
			tag.Trendable, tag.ReviewedAt = &yes, at
		}
		s.Tags = append(s.Tags, tag)
	}
}
