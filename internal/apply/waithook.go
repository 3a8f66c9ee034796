package apply

import (
	"sync"
	"time"
)

// WaitHook hears from an adapter that it is about to wait for the server, and lets the run that waits renew its lock first.
// The zero value is ready, and no one listens to it.
type WaitHook struct {
	mu    sync.Mutex
	cover func(until time.Time)
}

// Wait says that nothing will be asked of the server until a moment. It returns when the run is ready for that.
func (v *WaitHook) Wait(until time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.cover != nil {
		v.cover(until)
	}
}

// listen sets who is notified; nil is no one.
func (v *WaitHook) listen(cover func(until time.Time)) {
	if v == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cover = cover
}
