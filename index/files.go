package index

import (
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"verbatim/search"
)

// Files are written so that at any moment, also after the power was cut, what
// the manifest names is whole: parts are durable before it names them.

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A fileInfo describes a file, so that damage is noticed.
type fileInfo struct {
	Name     string `json:"name"` // within the part's folder
	Size     int64  `json:"size"`
	Checksum uint32 `json:"checksum"` // CRC-32C
}

// describe lists the files of a part with their checksums, and makes them
// durable.
func describe(part string) (files []fileInfo, err error) {
	err = filepath.WalkDir(part, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return syncPath(path)
		}
		name, err := filepath.Rel(part, path)
		if err != nil {
			return err
		}
		info, err := describeFile(path, name)
		files = append(files, info)
		return errors.Join(err, syncPath(path))
	})
	return files, err
}

func describeFile(path, name string) (info fileInfo, err error) {
	file, err := os.Open(path)
	if err != nil {
		return info, err
	}
	defer file.Close()
	sum := crc32.New(castagnoli)
	size, err := io.Copy(sum, file)
	return fileInfo{filepath.ToSlash(name), size, sum.Sum32()}, err
}

// verify reports whether all files of a part are as they were written.
func verify(part string, files []fileInfo) error {
	for _, want := range files {
		got, err := describeFile(filepath.Join(part, filepath.FromSlash(want.Name)), want.Name)
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s is damaged", want.Name)
		}
	}
	return nil
}

// replaceFile writes a file so that at any moment either the old or the new
// content is there, also after the power was cut.
func replaceFile(path string, data []byte) (err error) {
	// Not os.CreateTemp, whose files nobody else can read.
	file, err := os.OpenFile(filepath.Join(filepath.Dir(path), asidePrefix+rand.Text()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}

// syncPath makes a file or the names in a folder durable.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	// Not every system can sync a folder; renaming is atomic all the same.
	_ = f.Sync()
	return f.Close()
}

// cut short while it is mapped ends the process when it is read, unless the goroutine
// asks for a panic instead: guard does so, and makes an error of it.
func (x *Index) guard(err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		cause := recover()
		if cause == nil {
			return
		}
		fault, ok := cause.(interface {
			error
			Addr() uintptr // only a fault has one
		})
		if !ok {
			panic(cause)
		}
		*err = fmt.Errorf("%w (%w)", search.ErrDamaged, fault)
		select {
		case x.damaged <- struct{}{}:
		default:
		}
	}
}

// Damaged tells whoever can make the index anew that a question met ErrDamaged.
func (x *Index) Damaged() <-chan struct{} { return x.damaged }
