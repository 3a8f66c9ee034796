package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
)

var model = regexp.MustCompile(`(?m)^model name\s*: (.*)$`)

// machine says what the figures were measured on; the processor where Linux names it.
func machine() string {
	text := fmt.Sprintf("%s, %s/%s, %d cores", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	about, err := os.ReadFile("/proc/cpuinfo")
	if found := model.FindSubmatch(about); err == nil && found != nil {
		text += " of " + string(found[1])
	}
	return text
}
