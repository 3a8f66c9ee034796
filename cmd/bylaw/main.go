// Command bylaw applies to a Mastodon server what a self-governing community decides by pull request.
package main

import (
	"os"
	"time"

	"github.com/bylaw-dev/bylaw/internal/process"
)

func main() { os.Exit(process.Run(time.Now)) }
