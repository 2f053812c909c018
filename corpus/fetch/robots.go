package fetch

import (
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read: RFC 9309 (2.5) asks for at
// least 500 KiB.
const maxRobots = 512 << 10

// robots is what a robots.txt says to one program, as RFC 9309 has it, with
// the customary Crawl-delay. The zero value allows everything.
type robots struct {
	rules []robotsRule
	delay time.Duration // between requests
}

type robotsRule struct {
	allow   bool
	pattern string // of paths, escaped as by escapePath; * is anything, $ at its end is the end
}

// readRobots reads the rules of the groups that name the product, or else of
// those for all. Lines that are not understood are passed over.
func readRobots(text, product string) robots {
	var own, others robots
	var named, all, inRules, found bool
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch field = strings.ToLower(strings.TrimSpace(field)); field {
		case "user-agent":
			if inRules { // a new group
				named, all, inRules = false, false, false
			}
			named = named || strings.EqualFold(productToken(value), product)
			all = all || strings.HasPrefix(value, "*")
			found = found || named
		case "allow", "disallow", "crawl-delay":
			// Only rules end the list of a group's agents: other lines must not
			// interfere (2.2.4).
			inRules = inRules || field != "crawl-delay"
			if named {
				own.add(field, value)
			}
			if all {
				others.add(field, value)
			}
		}
	}
	if found {
		return own
	}
	return others
}

// productToken is the name without a version: letters, hyphens and low lines.
func productToken(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

func (r *robots) add(field, value string) {
	if field == "crawl-delay" {
		if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 && seconds < 1e6 {
			r.delay = time.Duration(seconds * float64(time.Second))
		}
		return
	}
	if value != "" { // nothing is disallowed
		r.rules = append(r.rules, robotsRule{field == "allow", escapePath(value)})
	}
}

// allows reports whether a path with its query may be asked for: the longest
// pattern that matches decides, and of two the one that allows (2.2.2).
func (r robots) allows(path string) bool {
	path = escapePath(path)
	longest, allowed := -1, true
	for _, rule := range r.rules {
		if len(rule.pattern) >= longest && matchesPath(rule.pattern, path) {
			allowed = rule.allow || allowed && len(rule.pattern) == longest
			longest = len(rule.pattern)
		}
	}
	return allowed
}

// matchesPath reports whether a path begins as the pattern says.
func matchesPath(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	first, rest, stars := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, first)
	for ok && stars {
		var part string
		part, rest, stars = strings.Cut(rest, "*")
		if whole && !stars {
			return strings.HasSuffix(path, part)
		}
		_, path, ok = strings.Cut(path, part)
	}
	return ok && (!whole || path == "")
}

// escapePath writes a path in one way (2.2.2): bytes beyond ASCII escaped,
// letters, digits and -._~ not, and other escapes in capitals.
func escapePath(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c, escaped := path[i], path[i] >= 0x80
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, escaped = byte(n), !unreserved(byte(n))
				i += 2
			}
		}
		if escaped {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
