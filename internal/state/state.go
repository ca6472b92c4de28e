// Package state finds the directory in which this user's state lives.
package state

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// A Dir is the state directory. Its path may not exist yet: what is written creates it, readable by this user only.
type Dir string

// Find returns BARTIZAN_HOME, else the platform's state directory: $XDG_STATE_HOME/bartizan or ~/.local/state/bartizan,
// ~/Library/Application Support/bartizan, %LOCALAPPDATA%\bartizan. It fails only where no home directory is known.
func Find(getenv func(string) string) (Dir, error) {
	if d := getenv("BARTIZAN_HOME"); d != "" {
		abs, err := filepath.Abs(d)
		if err != nil {
			return "", fmt.Errorf("finding the state directory: %w", err)
		}
		return Dir(abs), nil
	}
	if d := getenv("XDG_STATE_HOME"); d != "" && filepath.IsAbs(d) && runtime.GOOS != "windows" {
		return Dir(filepath.Join(d, "bartizan")), nil
	}
	if d := getenv("LOCALAPPDATA"); d != "" && runtime.GOOS == "windows" {
		return Dir(filepath.Join(d, "bartizan")), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the state directory: %w; set BARTIZAN_HOME", err)
	}
	if runtime.GOOS == "darwin" {
		return Dir(filepath.Join(home, "Library", "Application Support", "bartizan")), nil
	}
	return Dir(filepath.Join(home, ".local", "state", "bartizan")), nil
}

// keyBytes is the length of the key under which secret values are hashed.
const keyBytes = 32

// Key returns the 32 random bytes under which this user's results hash secret values, made on first use with mode 0600.
// With a plain hash of a weak password one has the password; with a keyed one only this user can compare.
func (d Dir) Key() ([]byte, error) {
	name := filepath.Join(string(d), "secret.key")
	key, err := readKey(name)
	if !errors.Is(err, os.ErrNotExist) {
		if err != nil {
			return nil, fmt.Errorf("reading the key: %w", err)
		}
		return key, nil
	}
	key = make([]byte, keyBytes)
	rand.Read(key) // never fails, by its contract
	if err := d.create("secret.key", key); err != nil {
		if again, e := readKey(name); e == nil { // another process was first
			return again, nil
		}
		return nil, fmt.Errorf("making the key: %w", err)
	}
	return key, nil
}

// readKey reads a key file. What is no regular file is not opened: a pipe would be waited on.
func readKey(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != keyBytes {
		return nil, fmt.Errorf("%s is not a file of %d bytes: remove it", name, keyBytes)
	}
	return os.ReadFile(name)
}

// create writes a file that must not exist yet: whole or not at all.
func (d Dir) create(name string, data []byte) error {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(string(d), name+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Link(tmp.Name(), filepath.Join(string(d), name))
}
