package count

import (
	"math"
	"testing"
)

// Worked examples from the literature.
func TestMeasures(t *testing.T) {
	// Manning and Schütze, "Foundations of Statistical Natural Language
	// Processing", table 5.12: "most powerful", 150 times of 12,593 and 932 in
	// 14,307,668 words, has 1291.42.
	if got := logLikelihood(150, 12_593-150, 932-150, 14_307_668-12_593-932+150); math.Abs(got-1291.42) > 0.2 {
		t.Errorf("log-likelihood %.2f, want 1291.42", got)
	}
	// Church and Hanks, table 1: "honorary doctor", 12 times of 111 and 621 in 15
	// million words, has 11.3.
	o := observation{near: 12, frequency: 621, window: 111, places: 15_000_000}
	if got := o.score(MI); math.Abs(got-11.3) > 0.06 {
		t.Errorf("mutual information %.2f, want 11.3", got)
	}
	// Rychlý: at most 14, where two words only occur together; a point more is twice
	// as often; 0 is one occurrence together in 16,384.
	for _, c := range []struct {
		o    observation
		want float64
	}{
		{observation{near: 40, frequency: 40, matches: 40}, 14},
		{observation{near: 20, frequency: 40, matches: 40}, 13},
		{observation{near: 1, frequency: 16_384, matches: 16_384}, 0},
	} {
		if got := c.o.score(LogDice); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("logDice of %+v: %v, want %v", c.o, got, c.want)
		}
	}
	// Hardie: a point more is twice as frequent.
	if got := logRatio(40, 1000, 20, 2000); got != 2 {
		t.Errorf("log ratio %v, want 2", got)
	}
}
