package discover

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver that reads opencode's list of projects

	"bartizan/internal/finding"
)

const (
	maxProjects = 2000            // projects followed from the clients' lists
	maxQuery    = 2 * time.Second // a database that takes longer is given up and noted
)

// listed gathers the projects of every client's own list, each with the folders above it.
func (d *discovery) listed(ctx context.Context) []string {
	var dirs []string
	for i := range Lists {
		l := &Lists[i]
		if l.OS != "" && l.OS != d.o.OS {
			continue
		}
		for _, pattern := range d.expand(l.Path, "") {
			for _, path := range d.matches(pattern) {
				for _, p := range d.projectPaths(ctx, l, path) {
					if dir := d.folder(p); dir != "" {
						dirs = append(dirs, dir)
					}
				}
			}
		}
	}
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	if len(dirs) > maxProjects {
		d.lost(d.o.Home, fmt.Sprintf("%d projects in the clients' lists; the last %d are not looked at", len(dirs), len(dirs)-maxProjects))
		dirs = dirs[:maxProjects]
	}
	return dirs
}

func (d *discovery) projectPaths(ctx context.Context, l *List, path string) (out []string) {
	if l.Format == "sqlite" {
		return d.sqlite(ctx, l, path)
	}
	s := d.read(path, l.Format)
	if s.root == nil {
		return nil
	}
	var parts []string
	if l.Keys != "" {
		parts = strings.Split(l.Keys, ".")
	}
	for _, g := range collections(s.root, parts, nil) {
		if !l.Names {
			out = append(out, g.node.Text())
			continue
		}
		for _, c := range g.node.Children {
			out = append(out, c.Key)
		}
	}
	return out
}

// folder is the local folder that an item of a list names, or "". An item may be a path or a file URL, and a workspace
// file stands for its folder.
func (d *discovery) folder(item string) string {
	if strings.Contains(item, "://") {
		u, err := url.Parse(item)
		if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
			return "" // another machine's
		}
		item = u.Path
		if len(item) > 3 && item[0] == '/' && item[2] == ':' {
			item = item[1:]
		}
	}
	if item == "" || !filepath.IsAbs(item) || strings.ContainsRune(item, 0) {
		return ""
	}
	item = filepath.Clean(item)
	info, err := os.Stat(item)
	if err != nil {
		return ""
	}
	if !info.IsDir() {
		if strings.HasSuffix(item, ".code-workspace") {
			return filepath.Dir(item)
		}
		return ""
	}
	return item
}

// sqlite reads one column of one table. The file is a stranger's: it is opened for reading only, its schema may run
// nothing, and only an ordinary table is read.
func (d *discovery) sqlite(ctx context.Context, l *List, path string) []string {
	info, err := os.Stat(path)
	if err != nil {
		d.lost(path, cause(err))
		return nil
	}
	if kind := special(info.Mode()); kind != "" {
		d.lost(path, kind+" stands where a database is expected; not opened")
		return nil
	}
	d.leaves(path)
	d.touched[path] = true
	table, column, _ := strings.Cut(l.Keys, ".")
	out, err := query(ctx, path, "mode=ro", table, column)
	if err != nil {
		// A database in use by a program that is gone, or in a folder that cannot be written, opens only as immutable.
		if out, err = query(ctx, path, "mode=ro&immutable=1", table, column); err == nil {
			d.pass(path, "read as it lies; what its write-ahead log holds is not seen")
		}
	}
	if err != nil {
		d.lost(path, "list of projects: "+finding.Visible(err.Error(), 120))
	}
	return out
}

func query(ctx context.Context, path, mode, table, column string) ([]string, error) {
	ctx, stop := context.WithTimeout(ctx, maxQuery)
	defer stop()
	name := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}).String()
	db, err := sql.Open("sqlite3", name+"?"+mode+"&_query_only=1&_trusted_schema=0&_busy_timeout=200")
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	defer db.Close()
	var plain int
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = ? AND type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND sql NOT LIKE '%GENERATED%'", table).Scan(&plain)
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	if plain == 0 {
		return nil, nil
	}
	rows, err := db.QueryContext(ctx, fmt.Sprintf(`SELECT "%s" FROM "%s" LIMIT %d`, column, table, maxProjects))
	if err != nil {
		return nil, fmt.Errorf("reading the table: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			return out, fmt.Errorf("reading the table: %w", err)
		}
		if len(s.String) <= 4096 {
			out = append(out, s.String)
		}
	}
	return out, rows.Err()
}

// above lists a project's folder and those above it, up to the root of its repository; outside of a repository, up to
// the folder below the home (or below the top).
func (d *discovery) above(dir string) (out []string) {
	for at := dir; ; {
		if at != dir && (at == d.o.Home || at == filepath.Dir(at)) {
			return out
		}
		out = append(out, at)
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return out
		}
		up := filepath.Dir(at)
		if up == at || at == d.o.Home {
			return out
		}
		at = up
	}
}

// wanted reports whether entries of the user for one project are part of this inventory: with a root, only those that
// hold there.
func (d *discovery) wanted(project string) bool {
	if d.o.Root == "" || d.o.Everywhere {
		return true
	}
	project = filepath.Clean(filepath.FromSlash(project))
	return slices.Contains(d.roots, project)
}
