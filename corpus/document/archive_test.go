package document_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// zipped makes an archive of names and contents, in turns.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// list shows what the members of an archive say.
func list(ctx context.Context, data []byte) string {
	archive, err := document.OpenArchive(data)
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	for m, err := range archive.Members() {
		if err == nil {
			var content []byte
			if content, err = m.Read(ctx); err == nil {
				fmt.Fprintf(&out, "%s: %s\n", m.Name, content)
				continue
			}
		}
		fmt.Fprintf(&out, "error: %v\n", err)
	}
	return out.String()
}

func TestArchiveMembers(t *testing.T) {
	data := zipped(t,
		"kenya.txt", "one",
		"2023/./mali.html", "two",
		`old\windows.txt`, "three",
		"folder/", "",
		"__MACOSX/._kenya.txt", "resource",
		"../../etc/passwd", "four",
		"a/../../b", "five",
		"/absolute", "six",
		`C:\drive.txt`, "seven",
		`..\up.txt`, "eight",
		"bell\a.txt", "nine",
		"twin.txt", "ten",
		"./twin.txt", "eleven",
		"C\x93te.txt", "twelve", // as DOS writes ô
	)
	const want = `kenya.txt: one
2023/mali.html: two
old/windows.txt: three
error: "../../etc/passwd": the name points outside the archive
error: "a/../../b": the name points outside the archive
error: "/absolute": the name points outside the archive
error: "C:\\drive.txt": the name points outside the archive
error: "..\\up.txt": the name points outside the archive
error: "bell\a.txt": the name contains control characters
error: "twin.txt": the archive has two files of this name
error: "twin.txt": the archive has two files of this name
Côte.txt: twelve
`
	if got := list(t.Context(), data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestArchiveIgnoresLinks(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	header := &zip.FileHeader{Name: "link"}
	header.SetMode(fs.ModeSymlink | 0o777)
	f, err := w.CreateHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("/etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := list(t.Context(), out.Bytes()); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestArchiveErrors(t *testing.T) {
	good := zipped(t, "a.txt", strings.Repeat("Text of some length. ", 100))
	encrypted := bytes.Clone(good)
	encrypted[6] |= 1 // the flag, in the file's header and in the directory
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	damaged := bytes.Clone(good)
	damaged[45] ^= 0xff
	method := bytes.Clone(good)
	method[bytes.Index(method, []byte("PK\x01\x02"))+10] = 12

	var many []string
	for i := range document.MaxEntries + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	bomb := zipped(t, "bomb.txt", strings.Repeat("\x00", 64<<20))
	nested := zipped(t, "a.txt", "text")
	for range document.MaxNesting {
		nested = zipped(t, "inner.zip", string(nested))
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no archive":    {[]byte("no archive"), document.ErrDamaged},
		"cut off":       {good[:len(good)/2], document.ErrDamaged},
		"damaged":       {damaged, document.ErrDamaged},
		"encrypted":     {encrypted, document.ErrEncrypted},
		"many entries":  {zipped(t, many...), document.ErrLimit},
		"bomb":          {bomb, document.ErrLimit},
		"nested deeply": {nested, document.ErrLimit},
	} {
		if err := readAll(t.Context(), c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want one that is %v", name, err, c.want)
		}
	}
	if err := readAll(t.Context(), method); err == nil || !strings.Contains(err.Error(), "method 12") {
		t.Errorf("packed by another method: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := readAll(ended, good); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// readAll reads an archive and those within it, and gives the first error.
func readAll(ctx context.Context, data []byte) error {
	archive, err := document.OpenArchive(data)
	if err != nil {
		return err
	}
	return readMembers(ctx, archive)
}

func readMembers(ctx context.Context, archive *document.Archive) error {
	for m, err := range archive.Members() {
		if err != nil {
			return err
		}
		if !strings.HasSuffix(m.Name, ".zip") {
			if _, err := m.Read(ctx); err != nil {
				return err
			}
			continue
		}
		inner, err := m.Archive(ctx)
		if err != nil {
			return err
		}
		if err := readMembers(ctx, inner); err != nil {
			return err
		}
	}
	return nil
}

// TestArchiveCountsAll wants that archives within an archive share its limit,
// and that the headers are not believed.
func TestArchiveCountsAll(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks as much as is allowed")
	}
	// it packs badly enough not to be a bomb by its ratio
	noise := make([]byte, 8<<20)
	state := uint32(1)
	for i := range noise {
		state = state*1664525 + 1013904223
		noise[i] = byte(state >> 31) // a bit a byte
	}
	inner := string(zipped(t, "noise", string(noise)))
	var files []string
	for i := range document.MaxBytes/len(noise) + 1 {
		files = append(files, fmt.Sprintf("%d.zip", i), inner)
	}
	if err := readAll(t.Context(), zipped(t, files...)); !errors.Is(err, document.ErrLimit) {
		t.Errorf("%v, want one that is ErrLimit", err)
	}
}

func FuzzOpenArchive(f *testing.F) {
	f.Add(zipped(f, "kenya.txt", "text", "../up", "text", "inner.zip", string(zipped(f, "a", "b"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = readAll(t.Context(), data)
		archive, err := document.OpenArchive(data)
		if err != nil {
			return
		}
		for m, err := range archive.Members() {
			if err == nil && !fs.ValidPath(m.Name) {
				t.Errorf("%q leads out of the folder", m.Name)
			}
		}
	})
}
