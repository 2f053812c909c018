//go:build unix

package opensearch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
	"verbatim/corpus/remote"
	"verbatim/search"
	"verbatim/search/enginetest"
)

var made atomic.Int32

// keeperOf makes the keeper of an index of its own, which is gone when the test ends.
func keeperOf(t testing.TB, c *Cluster, lib *library.Library) search.Keeper {
	k := c.Keeper(lib).(*keeper)
	k.alias = fmt.Sprintf("test%d-%d-%s", os.Getpid(), made.Add(1), k.alias)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		index, err := k.client.resolve(ctx, k.alias)
		if err == nil {
			err = k.drop(ctx, index)
		}
		if err != nil && !errors.Is(err, search.ErrNone) { // of a cluster that was killed
			t.Log(err)
		}
	})
	return k
}

func newIndex(t testing.TB, c *Cluster, lib *library.Library) search.Index {
	t.Helper()
	k := keeperOf(t, c, lib)
	if err := k.Build(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
	x, err := k.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// TestOneNode asks 5,000 generated queries of three collections on one node, 500 with
// -short, and follows imports, removals and rebuilds. Indexes have three shards.
func TestOneNode(t *testing.T) {
	c := startNodes(t, 1).reach()
	testLanguage(t, c, fewer(5000))
	t.Run("behind a proxy", func(t *testing.T) { testProxy(t, c) })
	t.Run("follower", func(t *testing.T) { testFollower(t, c) })
	t.Run("keeping", func(t *testing.T) {
		enginetest.RunKeeping(t, func(t testing.TB, lib *library.Library) search.Keeper { return keeperOf(t, c, lib) }, 10, fewer(200))
	})
}

// testFollower asks an index through a copy of its library that is behind it: it answers
// from what the copy has, and from the newest as soon as the copy has that.
func testFollower(t *testing.T, c *Cluster) {
	lib := enginetest.Library(t, corpustest.EveryNth(t, corpustest.Demo(t, corpustest.Factbook)[0], 20))
	copied, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	takeAll(t, lib, copied)
	k := keeperOf(t, c, lib).(*keeper)
	if err := k.Build(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
	x, err := (&keeper{k.client, copied, k.alias, k.shards}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	question := search.Question{Query: search.NewQuery(search.Everything{}), Sort: search.SortNewest, Limit: 1}
	first, err := x.Find(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.InTransaction(t.Context(), func(im *library.Tx) error {
		page, err := lib.Narratives(t.Context(), library.Filter{}, 0, 1)
		if err != nil {
			return err
		}
		return im.Remove(t.Context(), page.Narratives[0].Narrative.ID)
	}); err != nil {
		t.Fatal(err)
	}
	if err := k.Update(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
	time.Sleep(lookEvery + fresh)
	again, err := x.Find(t.Context(), question)
	if err != nil || again.Generation != first.Generation || again.Total != first.Total {
		t.Errorf("behind: %+v, %v; want %+v", again, err, first)
	}
	newest := question
	newest.Generation = search.GenerationName(lib.Identity(), first.Revision+1)
	if _, err := x.Find(t.Context(), newest); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("a state that is to come: %v", err)
	}
	time.AfterFunc(fresh/4, func() { takeAll(t, lib, copied) })
	if found, err := x.Find(t.Context(), newest); err != nil || found.Generation != newest.Generation || found.Total >= first.Total {
		t.Errorf("a state that comes: %+v, %v", found, err)
	}
	if found, err := x.Find(t.Context(), question); err != nil || found.Generation != newest.Generation {
		t.Errorf("the newest: %+v, %v", found, err)
	}
}

// takeAll brings a copy of a library up to date.
func takeAll(t *testing.T, lib, copied *library.Library) {
	im, err := copied.BeginCopy(t.Context())
	if err != nil {
		t.Error(err)
		return
	}
	defer im.Rollback()
	for {
		at, err := im.Copied(t.Context())
		if err != nil {
			t.Error(err)
			return
		}
		d, err := lib.DeltaSince(t.Context(), at, library.DeltaBytes)
		if err == nil {
			_, err = im.Take(t.Context(), d)
		}
		if err != nil {
			t.Error(err)
			return
		}
		if at, err = im.Copied(t.Context()); err == nil && at.Row == d.Last {
			if err := im.Commit(); err != nil {
				t.Error(err)
			}
			return
		}
	}
}

// testLanguage compares the engine with the naive scan on generated queries, some of which
// find enough to be looked for by their bounds.
func testLanguage(t *testing.T, c *Cluster, queries int) {
	defer func(n int) { manyFound = n }(manyFound)
	manyFound = 20
	for _, of := range []struct {
		file  string
		every int // takes each so-many-th narrative
	}{{corpustest.Factbook, 3}, {corpustest.Actions, 40}, {"upr-recommendations-2008-2014.jsonl.gz", 60}} {
		path := corpustest.Demo(t, of.file)[0]
		if _, err := os.Stat(path); err != nil {
			var ok bool
			if path, ok = corpustest.Collection(t, of.file); !ok {
				continue
			}
		}
		t.Run(of.file, func(t *testing.T) {
			lib := enginetest.Library(t, corpustest.EveryNth(t, path, of.every))
			enginetest.Run(t, newIndex(t, c, lib), enginetest.Docs(t, lib), queries/3, false)
		})
	}
}

// fewer returns how many questions to ask where n are asked without -short.
func fewer(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// testProxy builds an index and asks it through a proxy that speaks TLS and wants a
// password, as one before a cluster does.
func testProxy(t *testing.T, c *Cluster) {
	node, err := url.Parse(c.Nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(node)
	proxy := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "verbatim" || password != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		r.Header.Del("Authorization")
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(proxy.Certificate())
	lib := enginetest.Library(t, corpustest.EveryNth(t, corpustest.Demo(t, corpustest.Factbook)[0], 20))
	through := &Cluster{Nodes: []string{proxy.URL}, Access: remote.Access{User: "verbatim", Password: "secret", Authorities: trusted}, Shards: c.Shards}
	enginetest.Run(t, newIndex(t, through, lib), enginetest.Docs(t, lib), fewer(200), false)
	through.Password = "guessed"
	if err := through.Keeper(lib).Build(t.Context(), lib, nil); err == nil || !strings.Contains(err.Error(), "the user or the password is not accepted") {
		t.Errorf("with a wrong password: %v", err)
	}
}

// TestThreeNodes asks 5,000 generated queries of three nodes. Then each node is stopped and
// started again, and one is killed, while questions are asked: none fails, and no total is
// wrong. With a second one gone there are errors that say so, and still no wrong total.
func TestThreeNodes(t *testing.T) {
	if testing.Short() {
		t.Skip("three nodes take their time to start")
	}
	c := startNodes(t, 3)
	t.Run("language", func(t *testing.T) { testLanguage(t, c.reach(), 5000) })
	t.Run("failures", func(t *testing.T) { testFailures(t, c) })
}

// testFailures stops and kills nodes of three while questions are asked.
func testFailures(t *testing.T, c *cluster) {
	lib := enginetest.Library(t, corpustest.Demo(t, corpustest.Factbook)...)
	a := &asking{T: t, index: newIndex(t, c.reach(), lib)}
	c.wait(t, 3) // until there are copies
	a.learn(`trafficking`, `"forced labor"`, "women NEAR/5 children", "work* OR labor", "country:none OR year:2020..2025", "victims -children")

	stop, asked := make(chan struct{}), make(chan int)
	go func() {
		n, _ := a.ask(stop, nil)
		asked <- n
	}()
	for _, n := range c.nodes {
		n.stop()
		c.waitFor(t, 2, func(string) bool { return true }) // until the others know
		c.start(t, n)
		c.wait(t, 3)
	}
	close(stop)
	t.Logf("%d questions while each node of three was started again", <-asked)

	time.AfterFunc(2*time.Second, c.nodes[0].kill)
	n, _ := a.ask(after(20*time.Second), nil)
	t.Logf("%d questions while a node of three was killed", n)
	time.AfterFunc(time.Second, c.nodes[1].kill)
	n, failed := a.ask(after(15*time.Second), search.ErrUnavailable)
	t.Logf("%d questions while a second one was killed; %d were told that the index cannot be reached", n, failed)
}

// An asking asks an index the same questions again and again.
type asking struct {
	*testing.T
	index     search.Index
	questions []search.Question
	totals    []int
}

// learn asks questions whose totals are right.
func (a *asking) learn(texts ...string) {
	for _, text := range texts {
		q, err := search.Parse(text)
		if err != nil {
			a.Fatal(err)
		}
		question := search.Question{Query: q, Sort: search.SortRelevance, Limit: 10, Facets: search.Facets, Narratives: true}
		found, err := a.index.Find(a.Context(), question)
		if err != nil {
			a.Fatal(err)
		}
		a.questions, a.totals = append(a.questions, question), append(a.totals, found.Total)
	}
}

// ask asks until a channel is closed, and counts the questions, and those that failed as
// they may.
func (a *asking) ask(stop <-chan struct{}, allowed error) (asked, failed int) {
	slowest := time.Duration(0)
	for {
		select {
		case <-stop:
			a.Logf("the slowest question took %v", slowest.Round(time.Millisecond))
			return asked, failed
		default:
		}
		i, began := asked%len(a.questions), time.Now()
		found, err := a.index.Find(a.Context(), a.questions[i])
		slowest = max(slowest, time.Since(began))
		switch asked++; {
		case err != nil && allowed != nil && errors.Is(err, allowed):
			failed++
		case err != nil:
			a.Errorf("question %d, after %v: %v", asked, time.Since(began), err)
			return asked, failed
		case found.Total != a.totals[i]:
			a.Errorf("question %d: %d passages, want %d", asked, found.Total, a.totals[i])
		}
	}
}

func after(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}

// A cluster's addresses are looked at before a password is sent to them.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		node, user string
		fine       bool
	}{
		{"https://search.example.org:9200", "reader", true},
		{"http://127.0.0.1:9200", "reader", true},
		{"http://localhost:9200", "reader", true},
		{"http://search.example.org:9200", "", true},
		{"http://search.example.org:9200", "reader", false},
		{"search.example.org:9200", "", false},
		{"https://reader:secret@search.example.org", "", false},
		{"ftp://search.example.org", "", false},
	} {
		if err := (&remote.Access{User: c.user}).Check(c.node); (err == nil) != c.fine {
			t.Errorf("%s as %q: %v", c.node, c.user, err)
		}
	}
}
