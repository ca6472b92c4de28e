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
//go:embed secrets mcp
var FS embed.FS

// For reads the rules of one scanner, sorted by id. A scanner without a folder has no rules.
func For(scanner string) ([]*rule.Rule, error) {
	if _, err := fs.Stat(FS, scanner); err != nil {
		return nil, nil
	}
	return rule.Load(FS, scanner)
}

// All reads every rule of the pack, sorted by id.
func All() ([]*rule.Rule, error) { return rule.Load(FS, ".") }

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
