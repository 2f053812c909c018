package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bullets are the marks that begin a list item wherever they begin a line. A hyphen does
// so only with a space behind it.
const Bullets = "•‣◦▪▫●○·∙⁃■□❖◆►▶▸➢➤✓✔"

// IsBullet reports whether a character is a bullet. Fonts of marks have theirs among the
// characters for private use.
func IsBullet(r rune) bool { return strings.ContainsRune(Bullets, r) || unicode.Is(unicode.Co, r) }

// Bulleted returns the span of a line without the mark of a list item at its beginning,
// trimmed, and whether there is one.
func Bulleted(text string, line Span) (Span, bool) {
	line = Trim(text, line)
	r, w := utf8.DecodeRuneInString(line.In(text))
	if IsBullet(r) && w < line.Len() {
		return Trim(text, Span{line.Start + w, line.End}), true
	}
	if strings.HasPrefix(line.In(text), "- ") {
		return Trim(text, Span{line.Start + 2, line.End}), true
	}
	return line, false
}

// Items cuts text[block] at the lines that begin with a bullet. What stands before the
// first is a part of its own with bullet false.
func Items(text string, block Span) (parts []Span, bullet []bool) {
	for line := range Lines(text, block) {
		s, is := Bulleted(text, line)
		if !is && len(parts) > 0 {
			parts[len(parts)-1].End = s.End
			continue
		}
		parts, bullet = append(parts, s), append(bullet, is)
	}
	return parts, bullet
}
