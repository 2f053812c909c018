package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dropCap is how much larger than the text a letter is that begins a paragraph
// over several lines.
const dropCap = 1.7

// joinDropCaps gives the large letters that begin paragraphs to the words that
// they begin. The lines next to such a letter are taken to begin where it does.
func joinDropCaps(words []word, known map[string]int, body float64) []word {
	for i := 0; i < len(words); i++ {
		w := words[i]
		beside := besideCap(words, &w, body)
		if beside == nil {
			continue
		}
		for _, k := range beside {
			words[k].left = min(words[k].left, w.left)
		}
		top := &words[beside[0]]
		joined := w.text + top.text
		if one := bare(w.text); known[one] > 0 && known[bare(joined)] == 0 && (one == "a" || one == "i" || one == "o") {
			joined = w.text + " " + top.text
		}
		top.text, top.space = joined, " "
		words = slices.Delete(words, i, i+1)
		i--
	}
	return words
}

// besideCap returns the first words of the lines next to a drop cap, from the top
// down, or nil if the word is none.
func besideCap(words []word, w *word, body float64) (first []int) {
	letter := strings.TrimLeft(w.text, "“\"‘'«")
	if r, n := utf8.DecodeRuneInString(letter); n != len(letter) || !unicode.IsUpper(r) || w.style.size < dropCap*body {
		return nil
	}
	for k := range words {
		o := &words[k]
		if o.style.size > 1.3*body || o.left < w.left+0.3*w.width() || o.left > w.right+1.5*body {
			if o.style == w.style && o.text != w.text && o.left >= w.left && o.left < w.right+w.style.size && o.baseline == w.baseline {
				return nil // a title in large type
			}
			continue
		}
		if o.baseline > w.baseline-0.3*body && o.baseline < w.baseline+0.85*w.style.size {
			first = append(first, k)
		}
	}
	slices.SortFunc(first, func(a, b int) int {
		return cmp.Or(cmp.Compare(math.Round(words[b].baseline), math.Round(words[a].baseline)), cmp.Compare(words[a].left, words[b].left))
	})
	first = slices.CompactFunc(first, func(a, b int) bool { return math.Abs(words[a].baseline-words[b].baseline) < 0.4*body })
	if len(first) < 2 {
		return nil
	}
	return first
}
