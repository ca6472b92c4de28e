package advisory

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bartizan/internal/advisory/fetch"
)

// A bucket is a server with files, each of which can be made to misbehave.
type bucket struct {
	mu    sync.Mutex
	files map[string][]byte
	fault map[string]http.HandlerFunc
	asked []string
}

// newBucket starts a server, and returns it with a Remote that asks it and waits stall for its bytes.
func newBucket(t *testing.T, stall time.Duration) (*bucket, Remote) {
	b := &bucket{files: map[string][]byte{}, fault: map[string]http.HandlerFunc{}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	source, err := fetch.New(server.URL, stall)
	if err != nil {
		t.Fatal(err)
	}
	return b, Remote{Copy: source.Copy, Origin: source.Origin(), Now: built}
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	path := strings.TrimPrefix(r.URL.Path, "/")
	b.asked = append(b.asked, path)
	data, ok := b.files[path]
	fault := b.fault[path]
	b.mu.Unlock()
	switch {
	case fault != nil:
		fault(w, r)
	case !ok:
		http.NotFound(w, r)
	default:
		w.Write(data)
	}
}

// put stores records and the list of their changes; zipped says whether all.zip is made of them too.
func (b *bucket) put(t *testing.T, zipped bool, records ...fields) {
	b.mu.Lock()
	defer b.mu.Unlock()
	list, all := map[string]string{}, map[string][]string{}
	for _, r := range records {
		e := family(r.ecosystem)
		b.files[e+"/"+r.id+".json"] = []byte(r.json())
		list[e] += fmt.Sprintf("%s,%s\n", r.modified, r.id)
		all[e] = append(all[e], r.json())
	}
	for e := range list {
		b.files[e+"/modified_id.csv"] = []byte(list[e])
		if zipped {
			b.files[e+"/all.zip"] = zipOf(t, all[e]...)
		}
	}
	b.asked = nil
}

func (b *bucket) requests() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.asked, " ")
}

func at(day int) string { return fmt.Sprintf("2026-03-%02dT10:00:00.123456Z", day) }

func affecting(t *testing.T, dir string, p Package) string {
	t.Helper()
	s, err := Current(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a, err := s.Affecting(p)
	if err != nil {
		t.Fatal(err)
	}
	return ids(a)
}

var (
	recordA = fields{id: "GHSA-aaaa-bbbb-cc01", ecosystem: "npm", name: "a", modified: at(1)}
	recordB = fields{id: "GHSA-aaaa-bbbb-cc02", ecosystem: "npm", name: "b", modified: at(2)}
	recordM = fields{id: "MAL-2025-7", ecosystem: "npm", name: "m", modified: at(2), affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`}
	recordP = fields{id: "PYSEC-2025-1", ecosystem: "PyPI", name: "p", modified: at(3)}
)

func TestUpdate(t *testing.T) {
	b, from := newBucket(t, 0)
	dir := filepath.Join(t.TempDir(), "store")
	from.Ecosystems = []string{"npm", "PyPI"}
	b.put(t, true, recordA, recordB, recordM, recordP)
	done, err := Update(context.Background(), dir, from)
	if err != nil || len(done) != 2 || !done[1].Whole || done[1].Changed != 3 {
		t.Fatal(done, err)
	}
	for name, want := range map[string]string{"a": recordA.id, "b": recordB.id, "m": recordM.id} {
		if got := affecting(t, dir, Package{"npm", name, "1.0.0"}); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}

	// A day later: a changed, b and m withdrawn, c new. Only these are fetched.
	a, gone, m := recordA, recordB, recordM
	a.modified, a.affected = at(5), `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"0.5.0"}]}]`
	gone.modified, gone.more = at(6), `,"withdrawn":"2026-03-06T00:00:00Z"`
	m.modified, m.more = at(6), `,"withdrawn":"2026-03-06T00:00:00Z"`
	c := fields{id: "GHSA-aaaa-bbbb-cc03", ecosystem: "npm", name: "c", modified: at(7)}
	b.put(t, false, a, gone, m, c, recordP)
	from.Ecosystems, from.Now = nil, built.Add(time.Hour)
	done, err = Update(context.Background(), dir, from)
	if err != nil || len(done) != 2 || done[1].Whole || done[1].Changed != 4 || done[0].Changed != 0 {
		t.Fatal(done, err)
	}
	if asked := b.requests(); strings.Contains(asked, "all.zip") || strings.Count(asked, ".json") != 4 {
		t.Errorf("asked for %s", asked)
	}
	for name, want := range map[string]string{"a": "", "b": "", "m": "", "c": c.id} {
		if got := affecting(t, dir, Package{"npm", name, "1.0.0"}); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	s, err := Current(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	e, _ := s.Info().Ecosystem("npm")
	if !s.Built().Equal(from.Now) || e.Synced.Day() != 7 || e.Records != 2 || !strings.HasPrefix(e.Origin, "http://127.0.0.1") {
		t.Errorf("%s, %+v", s.Built(), e)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 3 { // CURRENT, this store, the one before
		t.Errorf("left: %v", files)
	}
}

// TestUpdateFaults breaks one file at a time: the ecosystem stays as it was, the other one is updated, the error says so.
func TestUpdateFaults(t *testing.T) {
	say := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(text)) }
	}
	later := fields{id: "GHSA-aaaa-bbbb-cc09", ecosystem: "npm", name: "later", modified: at(9)}
	laterP := fields{id: "PYSEC-2025-9", ecosystem: "PyPI", name: "later", modified: at(9)}
	other, old := later, later
	other.id = "GHSA-aaaa-bbbb-cc08"
	old.modified = at(4)
	file := "npm/" + later.id + ".json"
	for _, c := range []struct {
		name, path string
		fault      http.HandlerFunc
		is         error
	}{
		{"no list", "npm/modified_id.csv", http.NotFound, nil},
		{"empty list", "npm/modified_id.csv", say("\n"), nil},
		{"damaged list", "npm/modified_id.csv", say("yesterday,GHSA-x\n"), nil},
		{"escaping list", "npm/modified_id.csv", say(at(9) + ",../PyPI/x\n"), nil},
		{"stale list", "npm/modified_id.csv", say(at(1) + "," + recordA.id + "\n"), ErrStale},
		{"no record", file, http.NotFound, nil},
		{"another record", file, say(other.json()), nil},
		{"stale record", file, say(old.json()), ErrStale},
		{"failing server", file, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, nil},
		{"cut record", file, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Write([]byte(`{"id":`))
		}, nil},
		{"no end", file, func(w http.ResponseWriter, r *http.Request) {
			conn, buffer, err := w.(http.Hijacker).Hijack()
			if err == nil {
				buffer.WriteString("HTTP/1.1 200 OK\r\n\r\n" + later.json())
				buffer.Flush()
				conn.Close()
			}
		}, nil},
		{"stalled", file, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte(`{"id":`))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, nil},
		{"redirected away", file, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/x", http.StatusFound)
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			stall := time.Minute
			if c.name == "stalled" {
				stall = 500 * time.Millisecond
			}
			b, from := newBucket(t, stall)
			dir := t.TempDir()
			from.Ecosystems = []string{"npm", "PyPI"}
			b.put(t, true, recordA, recordB, recordP)
			if _, err := Update(context.Background(), dir, from); err != nil {
				t.Fatal(err)
			}
			b.put(t, false, recordA, recordB, later, recordP, laterP)
			b.fault[c.path] = c.fault
			done, err := Update(context.Background(), dir, from)
			if err == nil || c.is != nil && !errors.Is(err, c.is) || len(done) != 2 || done[0].Err != nil || done[1].Err == nil {
				t.Fatal(done, err)
			}
			if got := affecting(t, dir, Package{"npm", "a", "1.0.0"}) + affecting(t, dir, Package{"npm", "later", "1.0.0"}); got != recordA.id {
				t.Errorf("npm did not stay as it was: %q", got)
			}
			if got := affecting(t, dir, Package{"PyPI", "later", "1.0.0"}); got != laterP.id {
				t.Errorf("PyPI is not updated: %q", got)
			}
		})
	}
}

// TestUpdateWhole breaks the zip of the first fetch: nothing is installed, or what lacks in it is fetched singly.
func TestUpdateWhole(t *testing.T) {
	b, from := newBucket(t, 0)
	dir := filepath.Join(t.TempDir(), "store")
	from.Ecosystems = []string{"npm"}
	b.put(t, true, recordA, recordB)
	whole := b.files["npm/all.zip"]
	b.files["npm/all.zip"] = whole[:len(whole)/2]
	if _, err := Update(context.Background(), dir, from); err == nil {
		t.Fatal("a cut zip is taken")
	}
	if _, err := Current(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("something is installed: %v", err)
	}
	old := recordB
	old.modified, old.name = at(1), "was-elsewhere"
	b.files["npm/all.zip"] = zipOf(t, old.json()) // without a, and with an older b
	if done, err := Update(context.Background(), dir, from); err != nil || !done[0].Whole {
		t.Fatal(done, err)
	}
	if got := affecting(t, dir, Package{"npm", "a", "1.0.0"}) + " " + affecting(t, dir, Package{"npm", "b", "1.0.0"}) + affecting(t, dir, Package{"npm", "was-elsewhere", "1.0.0"}); got != recordA.id+" "+recordB.id {
		t.Errorf("an incomplete zip gives %q", got)
	}
	if s, _ := filepath.Glob(filepath.Join(os.TempDir(), "bartizan-advisories-*")); len(s) > 0 {
		t.Errorf("left: %v", s)
	}
}

func TestUpdateSigned(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	b, from := newBucket(t, 0)
	from.Key = public
	dir := filepath.Join(t.TempDir(), "store")
	publish := func(data []byte, key ed25519.PrivateKey) {
		signature, err := Sign(data, key)
		if err != nil {
			t.Fatal(err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.files["advisories.badv"], b.files["advisories.badv.sig"], b.asked = data, signature, nil
	}
	update := func(at time.Time) error {
		from.Now = at
		_, err := Update(context.Background(), dir, from)
		return err
	}
	data := sample(t)
	publish(data, stranger)
	if err := update(built); !errors.Is(err, ErrSignature) {
		t.Errorf("signed by a stranger: %v", err)
	}
	publish(data, private)
	if err := update(built.AddDate(-1, 0, 0)); err == nil {
		t.Error("a store of the future is taken")
	}
	b.files["advisories.badv"] = bytes.Clone(data)
	b.files["advisories.badv"][len(data)-1] ^= 1
	if err := update(built); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a changed store: %v", err)
	}
	b.files["advisories.badv"] = data[:len(data)-5]
	if err := update(built); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a cut store: %v", err)
	}
	b.files["advisories.badv"] = bytesOf(t, "", "", recordA)
	if err := update(built); !errors.Is(err, ErrSignature) {
		t.Errorf("another store under the signature: %v", err)
	}
	if _, err := Current(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("something is installed: %v", err)
	}
	publish(data, private)
	if err := update(built); err != nil || affecting(t, dir, asked[0]) == "" {
		t.Fatal(err)
	}
	publish(data, private)
	if err := update(built); err != nil || b.requests() != "advisories.badv.sig" {
		t.Errorf("what is there is fetched again: %s, %v", b.requests(), err)
	}
	s, err := FromBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	older, _, err := Build(context.Background(), Inputs{Built: built.Add(-time.Hour), Base: s})
	if err != nil {
		t.Fatal(err)
	}
	publish(older, private)
	if err := update(built); !errors.Is(err, ErrStale) {
		t.Errorf("an older store: %v", err)
	}
}

func TestCurrent(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "../x.badv", "0123456789abcdef.badv/../../x", strings.Repeat("0", 100)} {
		if err := os.WriteFile(filepath.Join(dir, "CURRENT"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Current(dir); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := Install(dir, []byte("nothing")); !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
	data := sample(t)
	if err := Install(dir, data); err != nil {
		t.Fatal(err)
	}
	s, err := Current(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other := bytesOf(t, "", "", recordA)
	if err := os.WriteFile(filepath.Join(dir, s.ID()[:16]+".badv"), other, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Current(dir); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a store under another's name: %v", err)
	}
	if err := Install(dir, data); err != nil { // mends it
		t.Fatal(err)
	}
	if got := affecting(t, dir, asked[0]); got == "" {
		t.Error("not mended")
	}
}
