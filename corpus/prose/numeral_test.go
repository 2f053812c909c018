package prose_test

import (
	"strings"
	"testing"

	"verbatim/corpus/prose"
)

func TestRoman(t *testing.T) {
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 1994: "MCMXCIV", 3999: "MMMCMXCIX", 0: "0", 4000: "4000", -3: "-3"} {
		if got := prose.Roman(n); got != want {
			t.Errorf("Roman(%d) = %q, want %q", n, got, want)
		}
	}
	for n := 1; n < 4000; n++ {
		if got := prose.RomanValue(strings.ToLower(prose.Roman(n))); got != n {
			t.Fatalf("RomanValue(%q) = %d", prose.Roman(n), got)
		}
	}
	for _, word := range []string{"", "iiii", "vx", "ic", "mild", "12", "a", "MMMM"} {
		if got := prose.RomanValue(word); got != 0 {
			t.Errorf("RomanValue(%q) = %d, want 0", word, got)
		}
	}
}
