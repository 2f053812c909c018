package main

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// TestImage unpacks the image that $VERBATIM_IMAGE names and runs it as a container
// engine would: with its own files only, as its user, where that can be done.
func TestImage(t *testing.T) {
	path := os.Getenv("VERBATIM_IMAGE")
	if path == "" {
		t.Skip("$VERBATIM_IMAGE names no image: .ci/image/build makes one and checks it")
	}
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	config := unpackImage(t, path, root)
	if config.User != "65532" || len(config.Entrypoint) != 1 || config.Healthcheck == nil || len(config.Volumes) != 1 {
		t.Errorf("config: %+v", config)
	}
	address := freeAddress(t)
	server := command(config, root, "serve", "--addr", address)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "http://"+address+"/readyz")
	if got := get(t, "http://"+address+"/api/v1/search?q=labor"); !strings.Contains(got, `"hits":[{`) {
		t.Errorf("a search answers %.300s", got)
	}
	health := append(config.Healthcheck.Test[2:], address)
	if out, err := command(config, root, health...).CombinedOutput(); err != nil {
		t.Errorf("the health check says %v: %s", err, out)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("stopped: %v", err)
	}
	if err := command(config, root, health...).Run(); err == nil {
		t.Error("the health check finds a server that was stopped")
	}
}

// command is the image's program with arguments, closed in with its files if the tests
// run as root.
func command(config v1.Config, root string, args ...string) *exec.Cmd {
	c := exec.Command(config.Entrypoint[0], args...)
	c.Env, c.Dir = config.Env, config.WorkingDir
	if os.Getuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: user, Gid: user}}
		return c
	}
	c.Path, c.Dir = filepath.Join(root, c.Path), filepath.Join(root, c.Dir)
	c.Env = []string{"VERBATIM_LIBRARY=" + c.Dir, "HOME=" + c.Dir}
	return c
}

// unpackImage unpacks the layers of the image for this machine and returns its config.
func unpackImage(t *testing.T, path, root string) v1.Config {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	dir := t.TempDir()
	untar(t, file, dir)
	index, err := layout.ImageIndexFromPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range manifest.Manifests {
		if m.Platform.Architecture != runtime.GOARCH {
			continue
		}
		image, err := index.Image(m.Digest)
		if err != nil {
			t.Fatal(err)
		}
		layers, err := image.Layers()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range layers {
			content, err := l.Uncompressed()
			if err != nil {
				t.Fatal(err)
			}
			untar(t, content, root)
		}
		config, err := image.ConfigFile()
		if err != nil {
			t.Fatal(err)
		}
		return config.Config
	}
	text, _ := json.Marshal(manifest)
	t.Fatalf("there is no image for %s in %s", runtime.GOARCH, text)
	return v1.Config{}
}

func untar(t *testing.T, r io.Reader, dir string) {
	t.Helper()
	in := tar.NewReader(r)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.Clean("/"+h.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeDir {
			err = os.MkdirAll(path, 0o755)
		} else {
			var data []byte
			if data, err = io.ReadAll(in); err == nil {
				err = os.WriteFile(path, data, h.FileInfo().Mode().Perm())
			}
		}
		if err == nil {
			err = os.Chmod(path, h.FileInfo().Mode().Perm())
		}
		if err == nil && os.Getuid() == 0 {
			err = os.Chown(path, h.Uid, h.Gid)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func waitFor(t *testing.T, url string) {
	t.Helper()
	for range 300 {
		if response, err := http.Get(url); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s does not answer", url)
}

func get(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
