package index

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// FuzzManifest reads manifests that are whole, whatever they say.
func FuzzManifest(f *testing.F) {
	whole := manifest{Format: FormatVersion, Analysis: 1, Library: "L", Revision: 3, Parts: []partInfo{
		partOf(10, 0), partOf(1000, 7),
	}}
	data, err := json.Marshal(whole)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(`{"format":2,"parts":[{"name":"part-/../..","removed":"OjAAAAEAAAAAAAAAEAAAAAEA"}]}`)
	f.Fuzz(func(t *testing.T, line string) {
		var m manifest
		if err := m.decode(fmt.Appendf(nil, "%s\n%08x\n", line, crc32.Checksum([]byte(line), castagnoli))); err != nil {
			return
		}
		file, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		var again manifest
		if err := again.decode(file); err != nil || again.Revision != m.Revision || len(again.Parts) != len(m.Parts) {
			t.Fatalf("%s became %s, %v", line, file, err)
		}
	})
}

// TestManifest writes a manifest and reads it.
func TestManifest(t *testing.T) {
	dir := t.TempDir()
	want := manifest{Library: "L", Revision: 3, Parts: []partInfo{partOf(10, 0), partOf(1000, 7)}}
	for i := range want.Parts {
		want.Parts[i].Name = fmt.Sprintf("%s%d", partPrefix, i)
		if err := os.Mkdir(filepath.Join(dir, want.Parts[i].Name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := publish(dir, want); err != nil {
		t.Fatal(err)
	}
	got, err := readManifest(dir)
	if err != nil || got.Parts[1].live() != 993 || got.Parts[0].live() != 10 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i := range got.Parts {
		got.Parts[i].Removed, want.Parts[i].Removed = removal{}, removal{}
	}
	want.Format, want.Analysis = got.Format, got.Analysis
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if left, err := Leftovers(dir); err != nil || left != nil {
		t.Errorf("left over: %v, %v", left, err)
	}
}
