// Package rules embeds the rule pack: one literate Markdown file per rule, a folder per scanner.
package rules

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sync"

	"bartizan/internal/rule"
)

// FS holds the rule files: <scanner>/…/<id>.md.
//
//go:embed secrets mcp sast
var FS embed.FS

// All reads every rule of the pack, sorted by id, once in a process. The rules are shared: nobody changes them.
var All = sync.OnceValues(func() ([]*rule.Rule, error) { return rule.Load(FS, ".") })

// For gives the rules of one scanner, sorted by id.
func For(scanner string) ([]*rule.Rule, error) {
	all, err := All()
	if err != nil {
		return nil, err
	}
	var own []*rule.Rule
	for _, r := range all {
		if r.Scanner == scanner {
			own = append(own, r)
		}
	}
	return own, nil
}

// Digest identifies the pack: the first 12 hex digits of a SHA-256 over every file's name and bytes.
var Digest = sync.OnceValue(func() string {
	h := sha256.New()
	// The file system is embedded: neither the walk nor a read can fail.
	_ = fs.WalkDir(FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := FS.ReadFile(p)
		fmt.Fprintf(h, "%s\x00%d\x00", p, len(data))
		h.Write(data)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:12]
})
