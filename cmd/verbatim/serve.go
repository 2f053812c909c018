package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/spf13/cobra"

	"verbatim/corpus/mirror"
	"verbatim/index/store"
	"verbatim/search/api"
	"verbatim/search/mcp"
	"verbatim/ui"
)

func serveCommand(a *app) *cobra.Command {
	var options serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the search page and the JSON interface",
		Args: func(c *cobra.Command, args []string) error {
			if options.demo && c.Flags().Changed("library") {
				return errors.New("--demo has a library of its own: leave out --demo or --library")
			}
			if options.demo && options.follow.address != "" {
				return errors.New("--demo follows nobody: leave out --demo or --follow")
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(c *cobra.Command, _ []string) error {
			writer, err := options.follow.writer()
			if err != nil {
				return err
			}
			open := a.openLibrary
			switch {
			case options.demo:
				open = a.openDemo
			case writer != nil:
				open = func(ctx context.Context) (*store.Store, error) {
					return store.OpenFollower(ctx, a.library, writer, a.options())
				}
			}
			return a.runServe(c.Context(), options, open)
		},
	}
	c.Flags().StringVar(&options.addr, "addr", "127.0.0.1:8080", "address and port to listen on; with port 0, a free port is chosen")
	c.Flags().StringArrayVar(&options.hosts, "host", nil, "a name by which browsers may ask for the server, besides localhost; may be repeated")
	c.Flags().StringVar(&options.baseURL, "base-url", "", "address of the server for readers, behind a proxy: what links in exports and citations begin with")
	c.Flags().BoolVar(&options.demo, "demo", false, "serve the demonstration collection instead of the library")
	c.Flags().StringVar(&options.follow.address, "follow", "", "address of another server: serve a copy of its library, and keep it the same")
	c.Flags().StringVar(&options.follow.access.authorities, "follow-ca", "", "file with the certificates that the other server's is signed with, in PEM format")
	c.Flags().StringVar(&options.follow.access.user, "follow-user", "", "user of the other server, where it wants one")
	c.Flags().StringVar(&options.follow.access.password, "follow-password-file", "", "file with the user's password")
	return c
}

// followFlags say which server to follow, and how to reach it.
type followFlags struct {
	address string
	access  accessFlags
}

// writer returns the server to follow; nil if none is to be.
func (f *followFlags) writer() (*mirror.Writer, error) {
	switch {
	case f.address == "" && f.access != (accessFlags{}):
		return nil, usageError("what begins with --follow- needs --follow with the address of a server")
	case f.address == "":
		return nil, nil
	}
	access, err := f.access.read("--follow", f.address)
	if err != nil {
		return nil, err
	}
	return mirror.NewWriter(f.address, access), nil
}

func healthCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "health [ADDRESS]",
		Short: "Ask a server on this machine whether it is ready",
		Long: "Health exits with 0 if the server at the address, 127.0.0.1:8080 if none is given, is ready,\n" +
			"and with 1 if it is not. It is made for the health checks of containers.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			address := "127.0.0.1:8080"
			if len(args) > 0 {
				address = args[0]
			}
			ctx, cancel := context.WithTimeout(c.Context(), 5*time.Second)
			defer cancel()
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
			if err != nil {
				return fmt.Errorf("health %s: want an address and port, such as 127.0.0.1:8080", address)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return fmt.Errorf("no server answers at %s: %w", address, err)
			}
			defer response.Body.Close()
			if response.StatusCode != http.StatusOK {
				return fmt.Errorf("the server at %s is not ready", address)
			}
			return nil
		},
	}
}

// serveOptions say where and as what to serve.
type serveOptions struct {
	demo    bool
	addr    string
	hosts   []string
	baseURL string
	follow  followFlags
}

// base returns the base URL without a slash at its end, or nothing if none is given;
// its host is one of the hosts then.
func (o *serveOptions) base() (string, error) {
	base, host, err := baseOf(o.baseURL)
	if host != "" {
		o.hosts = append(o.hosts, host)
	}
	return base, err
}

// baseOf returns the address that was given as --base-url without a slash at its end,
// and its host; nothing if none was given.
func baseOf(address string) (base, host string, err error) {
	if address == "" {
		return "", "", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return "", "", usageError(fmt.Sprintf("--base-url %q: want an address without a path, such as https://reports.example.org", address))
	}
	return u.Scheme + "://" + u.Host, u.Host, nil
}

func (a *app) openLibrary(ctx context.Context) (*store.Store, error) {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return nil, err
	}
	if f, err := s.Library.Following(); err == nil && f != nil {
		a.say("this library follows %s, but not without --follow: it stays as it is\n", f.Writer)
	}
	return s, nil
}

// openDemo opens the demonstration collection in the user's cache folder, and says
// what it is and where.
func (a *app) openDemo(ctx context.Context) (*store.Store, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("no place for the demonstration collection: %w", err)
	}
	if a.engine.name != bleve {
		return nil, errors.New("--demo has an index of its own: leave out --demo or --engine")
	}
	s, err := store.OpenDemo(ctx, filepath.Join(cache, "verbatim"), version, a.options())
	if err != nil {
		return nil, err
	}
	stats, err := s.Library.Stats(ctx)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	fmt.Fprintf(a.out, "serving the demonstration collection (%s, %s) from %s; your library is not touched\n",
		plural(stats.Narratives, "narrative"), plural(stats.Passages, "passage"), s.Library.Dir())
	return s, nil
}

func (a *app) runServe(ctx context.Context, options serveOptions, open func(context.Context) (*store.Store, error)) (err error) {
	base, err := options.base()
	if err != nil {
		return err
	}
	s, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := store.Sweep(ctx, s.Library, a.options()); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", options.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use: choose another address with --addr", options.addr)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "verbatim is at http://%s/ (press Ctrl-C to stop)\n", listener.Addr())
	if at, ok := listener.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		a.say("anyone who can reach %s can read the library and /metrics: there is no login and no encryption (README.md shows how to put a proxy in front)\n", at)
	}
	return serve(ctx, listener, api.OnlyHosts(options.hosts, a.handler(s, base, ui.WithDemo(options.demo))))
}

// handler puts the pages and the JSON interface together. Links begin with base; if it
// is empty, with what the reader asked for.
func (a *app) handler(s *store.Store, base string, options ...ui.Option) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	// No proxy is trusted to say who asks.
	_ = engine.SetTrustedProxies(nil)
	log := slog.New(slog.NewTextHandler(a.errOut, nil))
	var following []api.Option
	if s.Following() != nil {
		following = append(following, api.WithFollowing(s.Following))
	}
	api.Register(engine, s.Searcher(), version, log, following...)
	ui.Register(engine, s.Searcher(), version, log, append(options, ui.WithBase(base))...)
	assistants := mcp.Handler(mcp.NewServer(s.Searcher(), version, base))
	engine.POST("/mcp", gin.WrapH(http.NewCrossOriginProtection().Handler(assistants)))
	return engine
}

// serve answers until ctx ends, and then ends the requests under way.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    1 << 16,
	}
	unasked := unasked{connections: map[net.Conn]bool{}}
	server.ConnState = unasked.note
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		unasked.end()
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		ended <- server.Shutdown(patience)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

// unasked are the connections on which nothing was asked yet: browsers open them in
// advance. Shutdown takes them for requests under way, and would wait for them.
type unasked struct {
	mu          sync.Mutex
	connections map[net.Conn]bool
	ended       bool
}

// note is an http.Server's ConnState.
func (u *unasked) note(c net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.connections, c)
	case u.ended:
		_ = c.Close()
	default:
		u.connections[c] = true
	}
}

// end closes them, and those that come.
func (u *unasked) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ended = true
	for c := range u.connections {
		_ = c.Close()
	}
}
