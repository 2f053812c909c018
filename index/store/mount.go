package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNotMounted says that the disk on which a library was is not there.
var ErrNotMounted = errors.New("its disk is not mounted")

// mountsKept bounds what is remembered of libraries: those seen last.
const mountsKept = 100

// CheckMounted returns ErrNotMounted if there is no library in the folder dir, and the
// last one seen there was on a disk that is not mounted now: what is in its place is
// not the library, and a new one must not be made there.
func CheckMounted(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil || hasLibrary(dir) {
		return err
	}
	for _, known := range knownMounts() {
		if at, mount, ok := strings.Cut(known, "\t"); ok && at == dir && mountOf(mount) != mount {
			return fmt.Errorf("open library %s: %w: it was on %s, where nothing is mounted; mount it, or remove the line about it from %s to begin anew", dir, ErrNotMounted, mount, mountsFile())
		}
	}
	return nil
}

// RememberMount notes on which disk a library is, if it is on one of its own.
func RememberMount(dir string) {
	dir, err := filepath.Abs(dir)
	if err != nil || !hasLibrary(dir) {
		return
	}
	mount := mountOf(dir)
	line := dir + "\t" + mount
	known := knownMounts()
	if mount == "" || mount == filepath.VolumeName(mount)+string(filepath.Separator) || strings.ContainsAny(line, "\n\r") || slices.Contains(known, line) {
		return
	}
	known = slices.DeleteFunc(known, func(l string) bool { return strings.HasPrefix(l, dir+"\t") })
	known = append(known, line)
	known = known[max(0, len(known)-mountsKept):]
	// It helps where it can be written, and is not missed where not.
	file := mountsFile()
	if os.MkdirAll(filepath.Dir(file), 0o700) == nil {
		_ = os.WriteFile(file, []byte(strings.Join(known, "\n")+"\n"), 0o600)
	}
}

func hasLibrary(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "library.db"))
	return !errors.Is(err, os.ErrNotExist)
}

// mountsFile has a line for each library that is on a disk of its own: its folder, a
// tab, and where the disk is mounted. Empty if there is no place for it.
func mountsFile() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "verbatim", "mounts")
}

func knownMounts() []string {
	data, err := os.ReadFile(mountsFile())
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}
