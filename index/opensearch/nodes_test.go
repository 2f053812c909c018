//go:build unix

package opensearch

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A cluster of nodes that a test started, on loopback. OpenSearch does not run as root:
// then it is run as nobody.
type cluster struct {
	home    string // of the program
	dir     string
	java    string
	nodes   []*node
	running string // the address of one that runs already, and is left running
}

type node struct {
	name            string
	port, transport int
	command         *exec.Cmd
	lifeline        io.Closer // the node ends when it is closed, and so if the test dies
	ended           chan struct{}
}

// startNodes starts a cluster for a test. VERBATIM_OPENSEARCH and VERBATIM_JAVA say where
// the archive and a Java are: make test-opensearch finds them. A single node may also be
// one that runs already, at VERBATIM_OPENSEARCH_URL.
func startNodes(t *testing.T, n int) *cluster {
	t.Helper()
	if running := os.Getenv("VERBATIM_OPENSEARCH_URL"); running != "" && n == 1 {
		return &cluster{running: running}
	}
	archive, java := os.Getenv("VERBATIM_OPENSEARCH"), os.Getenv("VERBATIM_JAVA")
	if archive == "" || java == "" {
		t.Skip("VERBATIM_OPENSEARCH and VERBATIM_JAVA do not say where OpenSearch and a Java are: make test-opensearch does")
	}
	dir, err := os.MkdirTemp("", "verbatim-opensearch-")
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{dir: dir, java: java}
	t.Cleanup(func() {
		for _, n := range c.nodes {
			n.kill()
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if c.home, err = unpack(archive, dir); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		c.nodes = append(c.nodes, &node{name: fmt.Sprintf("n%d", i), port: freePort(t), transport: freePort(t)})
	}
	for _, n := range c.nodes {
		if err := errors.Join(c.configure(n), c.own(n)); err != nil {
			t.Fatal(err)
		}
		c.start(t, n)
	}
	c.wait(t, n)
	return c
}

// unpack unpacks an archive, and returns the folder in it.
func unpack(archive, dir string) (string, error) {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return "", err
	}
	defer z.Close()
	home := ""
	for _, f := range z.File {
		path := filepath.Join(dir, filepath.Clean("/"+f.Name))
		if home == "" {
			top, _, _ := strings.Cut(f.Name, "/")
			home = filepath.Join(dir, top)
		}
		if f.FileInfo().IsDir() {
			if err := os.MkdirAll(path, 0o755); err != nil {
				return "", err
			}
			continue
		}
		if err := unpackFile(f, path); err != nil {
			return "", err
		}
	}
	return home, os.Chmod(dir, 0o755)
}

func unpackFile(f *zip.File, path string) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (c *cluster) folder(n *node) string { return filepath.Join(c.dir, n.name) }

// configure writes the configuration of a node.
func (c *cluster) configure(n *node) error {
	config := filepath.Join(c.folder(n), "config")
	if err := os.CopyFS(config, os.DirFS(filepath.Join(c.home, "config"))); err != nil {
		return err
	}
	var hosts, names []string
	for _, o := range c.nodes {
		hosts, names = append(hosts, fmt.Sprintf("127.0.0.1:%d", o.transport)), append(names, o.name)
	}
	settings := fmt.Sprintf(`cluster.name: verbatim-test
node.name: %s
path.data: %s
path.logs: %s
network.host: 127.0.0.1
http.port: %d
transport.port: %d
discovery.seed_hosts: [%s]
cluster.initial_cluster_manager_nodes: [%s]
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
`, n.name, filepath.Join(c.folder(n), "data"), filepath.Join(c.folder(n), "logs"), n.port, n.transport, strings.Join(hosts, ", "), strings.Join(names, ", "))
	options, err := os.ReadFile(filepath.Join(config, "jvm.options"))
	if err != nil {
		return err
	}
	var kept strings.Builder
	for line := range strings.Lines(string(options)) {
		if !strings.Contains(line, "logs/") && !strings.Contains(line, "HeapDump") { // they are relative to the program
			kept.WriteString(line)
		}
	}
	return errors.Join(
		os.WriteFile(filepath.Join(config, "opensearch.yml"), []byte(settings), 0o644),
		os.WriteFile(filepath.Join(config, "jvm.options"), []byte(kept.String()), 0o644),
		os.MkdirAll(filepath.Join(c.folder(n), "logs"), 0o755), os.MkdirAll(filepath.Join(c.folder(n), "tmp"), 0o755))
}

const nobody = 65534

// own gives a node's files to the user that it runs as.
func (c *cluster) own(n *node) error {
	if os.Getuid() != 0 {
		return nil
	}
	return filepath.WalkDir(c.folder(n), func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, nobody, nobody))
	})
}

// start starts a node.
func (c *cluster) start(t *testing.T, n *node) {
	t.Helper()
	n.command = exec.Command("sh", "-c", `exec 3<&0; "$0" & node=$!; { read -r _ <&3; kill -9 $node; } & wait $node`, filepath.Join(c.home, "bin", "opensearch"))
	n.command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + c.folder(n), "OPENSEARCH_JAVA_HOME=" + c.java, "JAVA_HOME=" + c.java,
		"OPENSEARCH_PATH_CONF=" + filepath.Join(c.folder(n), "config"), "OPENSEARCH_TMPDIR=" + filepath.Join(c.folder(n), "tmp"),
		"OPENSEARCH_JAVA_OPTS=-Xms512m -Xmx512m",
	}
	n.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		n.command.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	said, err := os.Create(filepath.Join(c.folder(n), "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	n.command.Stdout, n.command.Stderr = said, said
	if n.lifeline, err = n.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := n.command.Start(); err != nil {
		t.Fatal(err)
	}
	n.ended = make(chan struct{})
	go func() {
		_ = n.command.Wait()
		close(n.ended)
	}()
}

// kill ends a node at once, as a machine does that loses its power.
func (n *node) kill() {
	if n.command == nil || n.command.Process == nil {
		return
	}
	_ = syscall.Kill(-n.command.Process.Pid, syscall.SIGKILL)
	<-n.ended
}

// stop ends a node as its operator does, and waits until it has ended.
func (n *node) stop() {
	_ = syscall.Kill(-n.command.Process.Pid, syscall.SIGTERM)
	<-n.ended
	for syscall.Kill(-n.command.Process.Pid, 0) == nil {
		time.Sleep(50 * time.Millisecond)
	}
}

func (n *node) hasEnded() bool {
	select {
	case <-n.ended:
		return true
	default:
		return false
	}
}

func (n *node) url() string { return fmt.Sprintf("http://127.0.0.1:%d", n.port) }

// startsWithin is how long a cluster may take to be there: a busy machine is slow.
const startsWithin = 10 * time.Minute

// wait waits until the cluster has so many nodes, and all copies are there.
func (c *cluster) wait(t *testing.T, n int) {
	t.Helper()
	c.waitFor(t, n, func(status string) bool { return status == "green" || n == 1 && status == "yellow" })
}

// waitFor waits until the cluster has so many nodes, and a status that will do.
func (c *cluster) waitFor(t *testing.T, n int, enough func(status string) bool) {
	t.Helper()
	client := newClient(c.reach())
	var health struct {
		Status string
		Nodes  int `json:"number_of_nodes"`
	}
	deadline := time.Now().Add(startsWithin)
	for time.Now().Before(deadline) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		err := client.do(ctx, "GET", "/_cluster/health", nil, &health)
		cancel()
		if err == nil && health.Nodes == n && enough(health.Status) {
			return
		}
		time.Sleep(300 * time.Millisecond)
	}
	for _, n := range c.nodes {
		t.Log(n.name, "has ended:", n.hasEnded())
		if said, err := os.Open(filepath.Join(c.folder(n), "said")); err == nil {
			lines := bufio.NewScanner(said)
			for i := 0; i < 20 && lines.Scan(); i++ {
				t.Log(n.name, lines.Text())
			}
			said.Close()
		}
	}
	t.Fatalf("the cluster is not there: %+v", health)
}

// reach is how the cluster is reached.
func (c *cluster) reach() *Cluster {
	reach := &Cluster{Shards: 3}
	if c.running != "" {
		reach.Nodes = []string{c.running}
	}
	for _, n := range c.nodes {
		reach.Nodes = append(reach.Nodes, n.url())
	}
	return reach
}
