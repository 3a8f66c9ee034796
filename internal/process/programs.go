package process

import (
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"
)

// browse opens a page in the browser that BROWSER names, or else in that of the desktop. The page goes as one argument to one
// program; no shell reads it.
func browse(page string) error {
	name, args := opener(os.Getenv)
	cmd := exec.Command(name, append(args, page)...) //nolint:gosec,noctx // the person's own program, which outlives the command
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // its end is of no interest: the page is printed as well
	return nil
}

// browser gives browse, or nil where no browser can be: over SSH, or without a desktop.
func browser() func(string) error {
	if name, _ := opener(os.Getenv); name == "" {
		return nil
	}
	return browse
}

// opener names the program that opens a page, "" where there is none.
func opener(env func(string) string) (name string, args []string) {
	switch {
	case env("BROWSER") != "":
		return env("BROWSER"), nil
	case env("SSH_CONNECTION") != "":
		return "", nil
	case runtime.GOOS == "darwin":
		return "open", nil
	case runtime.GOOS == "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler"}
	case env("DISPLAY") != "" || env("WAYLAND_DISPLAY") != "":
		return "xdg-open", nil
	}
	return "", nil
}

// runProgram runs a program to its end. What it wrote to either output is given back.
func runProgram(ctx context.Context, stdin io.Reader, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // names and arguments are our own
	cmd.Stdin = stdin
	output, err := cmd.CombinedOutput()
	return string(output), err
}

// configFolder is where the system keeps what a person's programs need, "" where it has no such place.
func configFolder() string {
	folder, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return folder
}
