package codegate

import (
	"os"
	"slices"
	"testing"
)

// TestFoldersAreScanners: the eight are listed, and each that exists has its folder here, and nothing else has one.
func TestFoldersAreScanners(t *testing.T) {
	var names, have, folders []string
	for _, s := range Scanners(Options{}) {
		names = append(names, s.Name)
		if s.Run != nil {
			have = append(have, s.Name)
		}
		if s.Doc == "" {
			t.Errorf("%s does not say what it does", s.Name)
		}
	}
	if want := []string{"sast", "secrets", "deps", "iac", "container", "dast", "license", "posture"}; !slices.Equal(names, want) {
		t.Errorf("the scanners are %v, want %v", names, want)
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	slices.Sort(have)
	if !slices.Equal(have, folders) {
		t.Errorf("scanners that run: %v; folders: %v", have, folders)
	}
}
