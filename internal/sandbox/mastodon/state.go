package mastodon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	stateVersion = 1
	stateMax     = 256 << 20 // bytes of a state file
	eventsMax    = 50
)

// State is everything the server knows. The slices are in the order of their ids.
type State struct {
	Version  int        `json:"version"`
	Domain   string     `json:"domain"`
	Title    string     `json:"title"`
	LastID   int64      `json:"last_id"`
	Accounts []*Account `json:"accounts"`
	Tokens   []*Token   `json:"tokens"`
	Apps     []*App     `json:"apps,omitempty"`   // registered ones; that of the seed is not among them
	Grants   []*Grant   `json:"grants,omitempty"` // authorization codes, also those that were exchanged

	SignUps
	Site

	Elsewhere    []string       `json:"elsewhere,omitempty"` // handles on other servers that were never seen here, sorted
	DomainBlocks []*DomainBlock `json:"domain_blocks"`
	FollowCounts []FollowCount  `json:"ties,omitempty"`
	Blocks       []*UserBlock   `json:"blocks,omitempty"` // between people
	Mutes        []*UserMute    `json:"mutes,omitempty"`
	Access
	Reports  []*Report `json:"reports,omitempty"`
	Strikes  []*Strike `json:"strikes,omitempty"`
	Statuses []*Status `json:"statuses"`
	Keys     []*Key    `json:"idempotency_keys"`
	Events   []Event   `json:"events"`

	Notifications []*Notification `json:"notifications,omitempty"`
	Policies      []*Policy       `json:"notification_policies,omitempty"`
	Favourites    []*Favourite    `json:"favourites,omitempty"`
}

// Event is one thing that happened, for the page at "/".
type Event struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// NextID gives an id like the real ones: milliseconds in the high bits, always growing, also while the clock is stopped.
func (s *State) NextID(now time.Time) int64 {
	s.LastID = max(s.LastID+1, now.UnixMilli()<<16)
	return s.LastID
}

// note remembers an event, and forgets the oldest.
func (c *call) note(text string) {
	by := "an application"
	if c.account != nil {
		by = "@" + c.account.Username
	}
	events := append(c.state.Events, Event{c.now, by, text})
	c.state.Events = events[max(0, len(events)-eventsMax):]
}

// Save writes the state to a file, the same state always as the same bytes. The file is replaced as a whole.
func (s *Server) Save(path string) error {
	s.mu.Lock()
	encoded, err := json.MarshalIndent(s.state, "", " ")
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("sandbox state %q: %w", path, err)
	}
	if err := replaceFile(path, append(encoded, '\n')); err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	return nil
}

// replaceFile leaves either the old bytes or the new ones behind, whenever it is interrupted.
func replaceFile(path string, content []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".sandbox-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// Load reads a state that Save wrote. A file that does not exist is fs.ErrNotExist, and the seed stays.
func (s *Server) Load(path string) error {
	content, err := readFile(path)
	if err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	state, err := parseState(content)
	if err != nil {
		return fmt.Errorf("sandbox state %q: %w", path, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.blocks = state, nil
	return nil
}

func readFile(path string) (content []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	content, err = io.ReadAll(io.LimitReader(file, stateMax+1))
	if err == nil && len(content) > stateMax {
		err = fmt.Errorf("%q is larger than %d bytes", path, stateMax)
	}
	return content, err
}

func parseState(content []byte) (*State, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	state := &State{}
	if err := decoder.Decode(state); err != nil {
		return nil, fmt.Errorf("not a state of the sandbox server: %w", err)
	}
	if state.Version != stateVersion {
		return nil, fmt.Errorf("version %d, expected %d", state.Version, stateVersion)
	}
	return state, state.check()
}

// check refuses what a later request would trip over.
func (s *State) check() error {
	accounts := map[int64]bool{}
	for _, a := range s.Accounts {
		if a == nil {
			return errors.New("an account is null")
		}
		accounts[a.ID] = true
	}
	for _, t := range s.Tokens {
		if t == nil || t.Account != 0 && !accounts[t.Account] {
			return errors.New("a token belongs to no account")
		}
	}
	if err := s.checkApps(accounts); err != nil {
		return err
	}
	if slices.Contains(s.Keys, nil) {
		return errors.New("an idempotency key is null")
	}
	last := int64(0)
	for _, b := range s.DomainBlocks {
		if b == nil || b.ID <= last {
			return errors.New("the domain blocks are not in the order of their ids")
		}
		last = b.ID
	}
	if slices.Contains(s.Reports, nil) || slices.Contains(s.Strikes, nil) {
		return errors.New("a report or a strike is null")
	}
	if slices.ContainsFunc(s.Blocks, func(b *UserBlock) bool { return b == nil || !accounts[b.By] || !accounts[b.Target] }) {
		return errors.New("a block is between accounts that do not exist")
	}
	if err := s.Access.check(); err != nil {
		return err
	}
	return errors.Join(s.checkStatuses(accounts), s.checkNotifications(accounts))
}

// checkStatuses makes sure that replies come after what they reply to: a circle would have no end.
func (s *State) checkStatuses(accounts map[int64]bool) error {
	last := int64(0)
	for _, status := range s.Statuses {
		if status == nil || status.ID <= last || !accounts[status.Account] {
			return errors.New("the posts are not in the order of their ids, or belong to no account")
		}
		last = status.ID
		unknown := func(id int64) bool { return !accounts[id] }
		if status.InReplyTo >= status.ID || slices.ContainsFunc(status.Mentions, unknown) {
			return fmt.Errorf("the post %d replies to a later one, or mentions no account", status.ID)
		}
	}
	return nil
}
