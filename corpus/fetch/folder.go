package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// A folder holds fetched pages and their manifest. Whatever happens to the
// process, it is in order:
//
//   - a page is written aside, named in the manifest, and only then put in its
//     place: a file that the manifest does not name is not from here, and one
//     that it names but that is missing, or is not what it says, is fetched again;
//   - what was left aside is removed when the folder is opened.
type folder struct {
	root    *os.Root
	lock    *flock.Flock
	entries []Entry
	byKey   map[string]int  // of the addresses, into entries
	names   map[string]bool // taken, in small letters: some systems see no others
}

const (
	lockName    = ".fetch.lock"
	asidePrefix = ".fetch-"
	asideName   = asidePrefix + "page" // one at a time: the lock is held
	asideList   = asidePrefix + "manifest"
)

// errLocked says that another process fetches into a folder.
var errLocked = errors.New("another process is fetching into it")

// openFolder makes the folder if it is not there, and takes its lock.
func openFolder(dir string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	// The lock's file stays: removing it would let two processes hold locks on
	// two files of the same name.
	f := &folder{root: root, lock: flock.New(filepath.Join(dir, lockName)), byKey: map[string]int{}, names: map[string]bool{}}
	locked, err := f.lock.TryLock()
	if err == nil && !locked {
		err = errLocked
	}
	if err == nil {
		err = f.load()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("folder %s: %w", dir, err), f.close())
	}
	return f, nil
}

func (f *folder) close() error { return errors.Join(f.root.Close(), f.lock.Close()) }

func (f *folder) load() error {
	for _, name := range []string{asideName, asideList} {
		if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	files, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, file := range files {
		f.names[strings.ToLower(file.Name())] = true
	}
	data, err := f.root.ReadFile(ManifestName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	list, err := decodeManifest(data)
	if err != nil {
		return fmt.Errorf("%s: %w", ManifestName, err)
	}
	for _, e := range list {
		f.entries = append(f.entries, e)
		f.index(len(f.entries) - 1)
	}
	return nil
}

// index makes the entry at a place known by its addresses and name.
func (f *folder) index(at int) {
	e := f.entries[at]
	for _, address := range append([]string{e.URL, e.Location}, e.Also...) {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			f.byKey[key(u)] = at
		}
	}
	f.names[strings.ToLower(e.File)] = true
}

// place is where the entry of an address is.
func (f *folder) place(address string) (at int, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return 0, false
	}
	at, ok = f.byKey[key(u)]
	return at, ok
}

// find returns the entry of an address.
func (f *folder) find(address string) (Entry, bool) {
	at, ok := f.place(address)
	if !ok {
		return Entry{}, false
	}
	return f.entries[at], true
}

// whole reports whether an entry's file is there as it was fetched.
func (f *folder) whole(e Entry) bool {
	file, err := f.root.Open(e.File)
	if err != nil {
		return false
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() != e.Bytes {
		return false
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return err == nil && hex.EncodeToString(sum.Sum(nil)) == e.SHA256
}

// save puts a page that was written aside in its place: under the name of the
// entry that has its address, which its own replaces, or under one that is free.
func (f *folder) save(u *url.URL, e Entry, extension string) (Entry, error) {
	at, known := f.byKey[key(u)]
	if !known {
		at = len(f.entries)
		f.entries = append(f.entries, e)
	}
	old := f.entries[at]
	e.URL, e.Also = u.String(), old.Also
	if e.File = old.File; filepath.Ext(e.File) != extension {
		e.File = f.freeName(fileName(u), extension)
	}
	f.entries[at] = e
	f.index(at)
	if err := f.writeManifest(); err != nil {
		return e, err
	}
	if err := f.root.Rename(asideName, e.File); err != nil {
		return e, err
	}
	if old.File != "" && old.File != e.File { // a page has become a PDF, or the other way
		if err := f.root.Remove(old.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return e, err
		}
	}
	return e, nil
}

// alias drops a page that was written aside, since it is there under another
// address, and records its own.
func (f *folder) alias(u *url.URL, there string) error {
	at, _ := f.place(there)
	f.entries[at].Also = append(f.entries[at].Also, u.String())
	f.index(at)
	return errors.Join(f.root.Remove(asideName), f.writeManifest())
}

// freeName is a name that no file has yet: mali.html, mali-2.html.
func (f *folder) freeName(name, extension string) string {
	free := name + extension
	for n := 2; f.names[free]; n++ {
		free = fmt.Sprintf("%s-%d%s", name, n, extension)
	}
	return free
}

func (f *folder) writeManifest() error {
	data, err := encodeManifest(f.entries)
	if err != nil {
		return err
	}
	file, err := f.root.Create(asideList)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return f.root.Rename(asideList, ManifestName)
}

// An aside is a page that is being written, and its checksum.
type aside struct {
	file  *os.File
	sum   hash.Hash
	bytes int64
}

func (f *folder) aside() (*aside, error) {
	file, err := f.root.Create(asideName)
	return &aside{file: file, sum: sha256.New()}, err
}

func (a *aside) Write(p []byte) (int, error) {
	n, err := a.file.Write(p)
	a.sum.Write(p[:n])
	a.bytes += int64(n)
	return n, stopping(err)
}

func (a *aside) sha256() string { return hex.EncodeToString(a.sum.Sum(nil)) }

func (a *aside) close() error { return errors.Join(a.file.Sync(), a.file.Close()) }

// discard removes the page that was written aside.
func (f *folder) discard() error { return f.root.Remove(asideName) }
