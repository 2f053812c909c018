// Command image writes a container image of verbatim as an OCI archive, without a
// daemon and from nothing but the program:
//
//	image OUT.tar SYSTEM/MACHINE=PROGRAM…
//
// Each program is a static binary for its platform. The same programs give the same
// bytes.
package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// user runs the program, and owns the library's folder: nobody in particular, and not root.
const user = 65532

// library is the folder that is to be kept: a volume.
const library = "/data"

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: image OUT.tar SYSTEM/MACHINE=PROGRAM…")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func write(out string, programs []string) error {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, p := range programs {
		platform, program, ok := strings.Cut(p, "=")
		system, machine, both := strings.Cut(platform, "/")
		if !ok || !both {
			return fmt.Errorf("%s: want SYSTEM/MACHINE=PROGRAM", p)
		}
		image, err := imageOf(program, system, machine)
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        image,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: system, Architecture: machine}},
		})
	}
	dir, err := os.MkdirTemp("", "verbatim-image-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if _, err := layout.Write(dir, index); err != nil {
		return err
	}
	return archive(out, dir)
}

// imageOf makes the image of a program: one layer, and how it is run.
func imageOf(program, system, machine string) (v1.Image, error) {
	files, err := layer(program)
	if err != nil {
		return nil, err
	}
	content, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files)), nil },
		tarball.WithMediaType(types.OCILayer))
	if err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	if image, err = mutate.AppendLayers(image, content); err != nil {
		return nil, err
	}
	file, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	file = file.DeepCopy()
	file.OS, file.Architecture = system, machine
	file.Config = v1.Config{
		User:         fmt.Sprint(user),
		Env:          []string{"VERBATIM_LIBRARY=" + library, "HOME=" + library},
		Entrypoint:   []string{"/verbatim"},
		Cmd:          []string{"serve", "--addr", "0.0.0.0:8080"},
		WorkingDir:   library,
		Volumes:      map[string]struct{}{library: {}},
		ExposedPorts: map[string]struct{}{"8080/tcp": {}},
		Healthcheck:  &v1.HealthConfig{Test: []string{"CMD", "/verbatim", "health"}, Interval: 30 * time.Second, Timeout: 5 * time.Second, StartPeriod: time.Minute},
		Labels:       map[string]string{"org.opencontainers.image.title": "verbatim", "org.opencontainers.image.licenses": "MIT"},
	}
	return mutate.ConfigFile(image, file)
}

// layer is the files of the image, as tar: the program, the library's folder and one
// for temporary files.
func layer(program string) ([]byte, error) {
	data, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range []tar.Header{
		{Name: strings.TrimPrefix(library, "/") + "/", Typeflag: tar.TypeDir, Mode: 0o700, Uid: user, Gid: user},
		{Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777},
		{Name: "verbatim", Typeflag: tar.TypeReg, Mode: 0o755, Size: int64(len(data))},
	} {
		if err := w.WriteHeader(&h); err != nil {
			return nil, err
		}
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	return out.Bytes(), w.Close()
}

// archive writes a folder as a tar file, in the order of the names.
func archive(out, dir string) (err error) {
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := tar.NewWriter(file)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := w.WriteHeader(&tar.Header{Name: filepath.ToSlash(name), Mode: 0o644, Size: int64(len(data))}); err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
	return errors.Join(err, w.Close())
}
