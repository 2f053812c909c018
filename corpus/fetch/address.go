package fetch

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A hub is the page of a report that links to its pages. They lie below it.
type hub struct {
	address *url.URL
	folder  string // the path that begins those of the pages below: it ends with a slash
}

// newHub takes the address that a person wrote.
func newHub(address string) (hub, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return hub{}, fmt.Errorf("%q is not a web address: %w", address, errors.Unwrap(err))
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return hub{}, fmt.Errorf("%q is not a web address: it must start with https:// or http://", address)
	case u.User != nil:
		return hub{}, fmt.Errorf("%s: the address has a name or password in it, which the manifest would show: give the address without it", u.Redacted())
	}
	return hubAt(canonical(u)), nil
}

// FolderName returns a name for a folder of what is fetched from the hub at an
// address: its last part. An address that cannot be a hub's is an error.
func FolderName(address string) (string, error) {
	h, err := newHub(address)
	if err != nil {
		return "", err
	}
	return fileName(h.address), nil
}

// hubAt is the hub at a canonical address. A page with an extension, such as
// index.htm, has its pages next to it.
func hubAt(u *url.URL) hub {
	folder := strings.TrimSuffix(u.EscapedPath(), "/") + "/"
	if dir, name := path.Split(u.EscapedPath()); slices.Contains(pageExtensions, strings.ToLower(path.Ext(name))) {
		folder = dir
	}
	return hub{u, folder}
}

var pageExtensions = []string{".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp", ".cfm"}

// canonical returns u without what does not change the page: a fragment, a
// default port, capitals in the host, needless escapes in the path. The query
// stays.
func canonical(u *url.URL) *url.URL {
	c := *u
	c.Fragment, c.RawFragment, c.ForceQuery = "", "", false
	c.Scheme, c.Host = strings.ToLower(c.Scheme), strings.ToLower(c.Host)
	c.Host = strings.TrimSuffix(c.Host, map[string]string{"http": ":80", "https": ":443"}[c.Scheme])
	// Dots mean the same when they are escaped: they must not lead out of the
	// hub's folder unseen.
	c.RawPath = strings.NewReplacer("%2e", ".", "%2E", ".").Replace(c.EscapedPath())
	resolved := (&url.URL{Path: "/"}).ResolveReference(&url.URL{Path: c.Path, RawPath: c.RawPath})
	c.Path, c.RawPath = resolved.Path, resolved.RawPath
	if !strings.Contains(strings.ToUpper(c.RawPath), "%2F") {
		c.RawPath = ""
	}
	return &c
}

// key is the same for the addresses of one page, with a slash at the end of the
// path or without, by http or https.
func key(u *url.URL) string {
	k := u.Host + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		k += "?" + u.RawQuery
	}
	return k
}

// resolve returns the canonical address that a link leads to, if it is one of the
// hub's own host.
func (h hub) resolve(base *url.URL, link string) (*url.URL, bool) {
	// As browsers do: white space around an address, and line breaks in it, are
	// no part of it.
	link = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(strings.TrimSpace(link))
	u, err := base.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return nil, false
	}
	if u = canonical(u); u.Host != h.address.Host {
		return nil, false
	}
	u.Scheme = h.address.Scheme // old pages link to http where all is https now
	return u, true
}

// below reports whether a page of the host belongs to the hub.
func (h hub) below(u *url.URL) bool {
	return strings.HasPrefix(u.EscapedPath(), h.folder) || u.EscapedPath() == h.address.EscapedPath() ||
		u.EscapedPath()+"/" == h.folder
}

// continues reports whether a page below is one of those that the hub's list is
// spread over: ?page=2, page/2/.
func (h hub) continues(u *url.URL) bool {
	rest, _ := strings.CutPrefix(u.EscapedPath()+"/", h.folder)
	if u.EscapedPath() == h.address.EscapedPath() {
		rest = ""
	}
	return pageInPath.MatchString(rest) && u.RawQuery == "" ||
		strings.Trim(rest, "/") == "" && pageInQuery.MatchString(u.RawQuery)
}

var (
	pageInPath  = regexp.MustCompile(`^page/\d+/*$`)
	pageInQuery = regexp.MustCompile(`^(page|paged|pg|p)=\d+$`)
)

func isPDF(u *url.URL) bool { return strings.EqualFold(path.Ext(u.Path), ".pdf") }

// maxName bounds a file's name, without its extension and number, in bytes.
const maxName = 100

// fileName makes a name that is safe on every system out of the last part of an
// address: letters and digits of any script, in small letters, and hyphens.
func fileName(u *url.URL) string {
	last := path.Base(u.Path)
	if ext := strings.ToLower(path.Ext(last)); ext == ".pdf" || slices.Contains(pageExtensions, ext) {
		last = last[:len(last)-len(ext)]
	}
	if query, err := url.QueryUnescape(u.RawQuery); err == nil && query != "" {
		last += " " + query
	}
	name := cmp.Or(slug(last), slug(u.Hostname()), "page")
	if reserved.MatchString(name) {
		name += "-page"
	}
	return name
}

// reserved are the names that Windows keeps for devices.
var reserved = regexp.MustCompile(`^(con|prn|aux|nul|com\d|lpt\d)$`)

// slug makes of a text words joined by "-", at most maxName bytes. Letters of all
// scripts stay, since people look for the file by its name; names of narratives in
// addresses are letters of English alone.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case b.Len()+utf8.RuneLen(r) > maxName:
		case unicode.Is(unicode.Mn, r):
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		}
	}
	return norm.NFC.String(b.String())
}
