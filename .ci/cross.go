// Command cross checks that verbatim and its tests compile for the systems that
// its arguments name, such as windows/amd64. It reads and type-checks all code
// that such a build has, but makes no machine code: that would take minutes for
// each system, most of them for SQLite.
package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	failed := false
	for _, target := range os.Args[1:] {
		system, machine, _ := strings.Cut(target, "/")
		loaded, err := packages.Load(&packages.Config{
			Mode:  packages.LoadAllSyntax,
			Tests: true,
			Env:   append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+machine),
		}, "./...")
		if err != nil {
			fmt.Fprintf(os.Stderr, "cross: %s: %v\n", target, err)
			os.Exit(1)
		}
		if packages.PrintErrors(loaded) > 0 {
			fmt.Fprintf(os.Stderr, "cross: %s: does not compile\n", target)
			failed = true
			continue
		}
		fmt.Printf("cross: %s: %d packages and tests compile\n", target, len(loaded))
	}
	if failed {
		os.Exit(1)
	}
}
