package main

import (
	"cmp"
	"context"
	"debug/buildinfo"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// listed is how many modules have a row of their own.
const listed = 15

// binary gives the size of a release and how much of its code each module brings. There is nothing to repeat.
func binary(ctx context.Context, _ int, progress io.Writer) (table string, err error) {
	f, err := prepare(ctx, progress)
	if err != nil {
		return "", err
	}
	defer f.remove(&err)
	// A release has no names of functions any more, so they are read from a build that keeps them.
	named := filepath.Join(f.dir, "named")
	if _, err := (command{"go build", ".", []string{"go", "build", "-trimpath", "-o", named, "./cmd/bylaw"}}).run(ctx); err != nil {
		return "", err
	}
	modules, err := modulesOf(named)
	if err != nil {
		return "", err
	}
	symbols, err := command{"go tool nm", ".", []string{"go", "tool", "nm", "-size", named}}.output(ctx)
	if err != nil {
		return "", err
	}
	release, err := os.Stat(f.bylaw)
	if err != nil {
		return "", err
	}
	return binaryTable(float64(release.Size()), codeOf(symbols, modules)), nil
}

// modulesOf lists the modules in a binary, the longest path first, so that the first prefix of a symbol is its module.
func modulesOf(program string) ([]string, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	paths := []string{info.Main.Path}
	for _, m := range info.Deps {
		paths = append(paths, m.Path)
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return paths, nil
}

// goItself is what belongs to no module: the runtime and the standard library.
const goItself = "Go's runtime and standard library"

// codeOf adds up the sizes of functions by module, from lines such as "  8fc7e0      35544 T path/to/package.Name".
func codeOf(symbols string, modules []string) map[string]float64 {
	code := map[string]float64{}
	for line := range strings.Lines(symbols) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.EqualFold(fields[2], "t") {
			continue
		}
		size, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			continue
		}
		module := goItself
		if i := slices.IndexFunc(modules, func(path string) bool { return strings.HasPrefix(fields[3], path) }); i >= 0 {
			module = modules[i]
		}
		code[module] += size
	}
	return code
}

func binaryTable(release float64, code map[string]float64) string {
	all := 0.0
	for _, size := range code {
		all += size
	}
	var out strings.Builder
	fmt.Fprintf(&out, "A release is %s, of which functions are %s.\n\n| module | its functions | of all functions |\n|---|---|---|\n", mebibytes(release), mebibytes(all))
	names := slices.SortedFunc(maps.Keys(code), func(a, b string) int { return cmp.Or(cmp.Compare(code[b], code[a]), cmp.Compare(a, b)) })
	rest := all
	for _, name := range names[:min(listed, len(names))] {
		fmt.Fprintf(&out, "| %s | %s | %.1f %% |\n", name, mebibytes(code[name]), 100*code[name]/all)
		rest -= code[name]
	}
	if more := len(names) - listed; more > 0 {
		fmt.Fprintf(&out, "| %d more | %s | %.1f %% |\n", more, mebibytes(rest), 100*rest/all)
	}
	return out.String()
}
