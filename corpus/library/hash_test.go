package library

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"
)

// FuzzPassageHash compares the checksum with what it is defined as.
func FuzzPassageHash(f *testing.F) {
	for _, text := range []string{"", " ", "The  Government\u00a0of\tMali ", "ÇA ἈΛΦΑ İstanbul ǅ", "a\xffB \xc2", "\u2003x\u3000y\x85z", "\x00A\x1fB\x7f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(text), " "))))
		if got, want := passageHash(text), int64(binary.BigEndian.Uint64(sum[:8])>>24); got != want {
			t.Errorf("%q: %x, want %x", text, got, want)
		}
	})
}
