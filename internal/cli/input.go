package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// maxInput is the largest file that is read on behalf of the command line, in bytes: a list or a plan of a hundred thousand
// entries is far smaller. What is not a file, such as a device or a pipe, is read up to it as well.
const maxInput = 64 << 20

// readInput reads a file of the command line, or standard input where the name is "-".
func (a *app) readInput(name string) ([]byte, error) {
	if name == "-" {
		return bounded("standard input", a.Stdin)
	}
	file, err := os.Open(a.path(name))
	if err != nil {
		return nil, err
	}
	data, err := bounded(name, file)
	return data, errors.Join(err, file.Close())
}

func bounded(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err == nil && len(data) > maxInput {
		err = diag.WithHint(fmt.Errorf("%s: more than %d MiB", name, maxInput>>20), "name the file that you mean")
	}
	return data, err
}
