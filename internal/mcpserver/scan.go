package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/fix"
	"bartizan/internal/gate"
	"bartizan/internal/target"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	defaultMax  = 20
	defaultWait = 8 * time.Second
	maxWait     = 10 * time.Minute
)

func (s *server) scan(ctx context.Context, req *mcp.CallToolRequest, a scanArgs) (*mcp.CallToolResult, any, error) {
	if err := absolute(a.Root); err != nil {
		return nil, nil, err
	}
	o, err := s.options(ctx, a.Root, a.Scope, a.Paths, a.Scanners)
	if err != nil {
		return nil, nil, err
	}
	if a.MinSeverity != "" {
		sev, err := finding.ParseSeverity(a.MinSeverity)
		if err != nil {
			return nil, nil, err
		}
		o.MinSeverity = &sev
	}
	o.Progress = progress(ctx, req, len(o.Scanners)+8*b2i(o.Scanners == nil))
	wait := defaultWait
	if a.WaitMS > 0 {
		wait = min(time.Duration(a.WaitMS)*time.Millisecond, maxWait)
	}

	// The scan may outlive this call; a cancelled call takes it along.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	id, job, err := s.jobs.start(work, func(ctx context.Context) (string, error) {
		defer cancel()
		doc, err := gate.Judge(ctx, o)
		if err != nil {
			return "", err
		}
		return s.store.put(&kept{Root: a.Root, Scope: doc.Target.Scope, Paths: a.Paths, Scanners: a.Scanners, Hashes: hashes(a.Root, doc), Document: doc})
	})
	if err != nil {
		cancel()
		return nil, nil, err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-job.done:
	case <-ctx.Done():
		cancel()
		return nil, nil, ctx.Err()
	case <-timer.C:
		return result(fmt.Sprintf("RUNNING: not judged yet. Ask findings(scan_id=%q).\n", id), map[string]any{"scan_id": id, "status": "running"}), nil, nil
	}
	if job.err != nil {
		return nil, nil, job.err
	}
	k, err := s.store.get(job.scanID)
	if err != nil {
		return nil, nil, err
	}
	return s.answer(k, job.scanID, a.Max), nil, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// options are those of a scan of gate 2. Policy is what the last commit says, so that an assistant cannot waive in the
// work tree what it has just written.
func (s *server) options(ctx context.Context, root, scope string, paths, scanners []string) (gate.Options, error) {
	o := gate.Options{Path: root, Gates: gate.Code, Scanners: scanners, Version: s.Version, Code: s.Code, Workers: s.Workers}
	o.Target.Paths = paths
	switch sc := target.Scope(scope); sc {
	case "":
		o.Target.Scope = target.Changed
		if !target.InRepository(root) {
			o.Target.Scope = target.All
		}
	case target.All, target.Changed, target.Staged:
		o.Target.Scope = sc
	default:
		return o, fmt.Errorf("unknown scope %q: use changed, staged or all", finding.Visible(scope, 40))
	}
	pol, err := gate.CommittedPolicy(ctx, root)
	if err != nil {
		return o, err
	}
	o.Policy = pol
	return o, nil
}

func absolute(root string) error {
	if !filepath.IsAbs(root) {
		return fmt.Errorf("root %q is not an absolute path", finding.Visible(root, 200))
	}
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return fmt.Errorf("root %q is not a folder: check the path", finding.Visible(root, 200))
	}
	return nil
}

// answer is the reply to a finished scan.
func (s *server) answer(k *kept, scanID string, most int) *mcp.CallToolResult {
	if most <= 0 {
		most = defaultMax
	}
	d := k.Document
	head := summary(d, scanID)
	p := lines(d.Findings, 0, most, maxText-len(head)-300)
	text := head + p.text
	if p.next > 0 {
		text += fmt.Sprintf("%d more: findings(scan_id=%q, cursor=%q)\n", len(d.Findings)-p.next, scanID, fmt.Sprint(p.next))
	}
	if len(d.Findings) > 0 {
		text += fmt.Sprintf("next: findings(scan_id=%q, ids=[%q], detail=\"full\"), fix(scan_id=%q, ids=[…]), then verify(scan_id=%q)\n",
			scanID, d.Findings[0].ID, scanID, scanID)
	}
	return result(text, scanResult{ScanID: scanID, Status: "done", Document: trimmed(d, p.next)})
}

// maxNotes bounds the notes of an answer.
const maxNotes = 20

// trimmed is the document with only the findings that the text lists and short lists of unread paths.
func trimmed(d *finding.Document, upTo int) *finding.Document {
	t := *d
	if upTo > 0 {
		t.Findings = t.Findings[:upTo]
	}
	t.Findings = append([]finding.Finding{}, t.Findings...)
	for i := range t.Findings {
		t.Findings[i] = visible(t.Findings[i])
	}
	if more := len(t.Notes) - maxNotes; more > 0 {
		t.Notes = append(slices.Clone(t.Notes[:maxNotes]), finding.Note(fmt.Sprintf("%d more notes", more)))
	}
	t.Coverage = append([]finding.Coverage{}, t.Coverage...)
	for i, c := range t.Coverage {
		const most = 10
		if len(c.Unread) > most {
			t.Coverage[i].Omitted += len(c.Unread) - most
			c.Unread = c.Unread[:most]
		}
		t.Coverage[i].Unread = []finding.Unread{}
		for _, u := range c.Unread {
			t.Coverage[i].Unread = append(t.Coverage[i].Unread, finding.Unread{Path: finding.Visible(u.Path, 300), Reason: finding.Visible(u.Reason, 200)})
		}
	}
	return &t
}

// visible makes the foreign texts of a finding safe to read for a model.
func visible(f finding.Finding) finding.Finding {
	f.Message = finding.Visible(f.Message, 1000)
	f.Evidence = finding.Evidence(finding.Visible(string(f.Evidence), 500))
	f.Path = finding.Visible(f.Path, 400)
	for _, list := range []*[]finding.Location{&f.Related, &f.Trace} {
		*list = slices.Clone(*list)
		for i := range *list {
			l := &(*list)[i]
			l.Path, l.Message = finding.Visible(l.Path, 400), finding.Visible(l.Message, 400)
		}
	}
	if f.Fix != nil {
		fix := *f.Fix
		fix.Title = finding.Visible(fix.Title, 400)
		f.Fix = &fix
	}
	return f
}

// result builds a reply of one text block and structured content.
func result(text string, structured any) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}, StructuredContent: structured}
}

// maxCode bounds the content of scan_code and verify, in bytes.
const maxCode = 8 << 20

func (s *server) scanCode(ctx context.Context, _ *mcp.CallToolRequest, a scanCodeArgs) (*mcp.CallToolResult, any, error) {
	if a.Root != "" {
		if err := absolute(a.Root); err != nil {
			return nil, nil, err
		}
	}
	doc, path, err := s.judgeCode(ctx, a.Content, a, gate.Options{})
	if err != nil {
		return nil, nil, err
	}
	k := &kept{Root: a.Root, Scope: "code", CodePath: path, Document: doc}
	id, err := s.store.put(k)
	if err != nil {
		return nil, nil, err
	}
	return s.answer(k, id, 0), nil, nil
}

// judgeCode judges code that is not on disk: by itself, or, with a root, inside of the project. Listed is what stands in the
// code or passes it, and was not there before.
func (s *server) judgeCode(ctx context.Context, content string, a scanCodeArgs, o gate.Options) (*finding.Document, string, error) {
	if len(content) > maxCode {
		return nil, "", fmt.Errorf("content is larger than %d MiB: write it to disk and scan it", maxCode>>20)
	}
	path := a.PathHint
	if path == "" {
		if a.Language == "" {
			return nil, "", errors.New("scan_code needs path_hint or language")
		}
		path = target.NameFor(a.Language)
	}
	if filepath.IsAbs(path) || !filepath.IsLocal(filepath.FromSlash(path)) {
		return nil, "", fmt.Errorf("path_hint %q leaves the project: give it relative to root", finding.Visible(path, 200))
	}
	path = filepath.ToSlash(filepath.Clean(filepath.FromSlash(path)))
	if a.Root == "" {
		o.Gates, o.Version, o.Code, o.Workers = gate.Code, s.Version, s.Code, s.Workers
		file := func(text string) []*target.File {
			return []*target.File{target.NewFile(path, int64(len(text)), func() ([]byte, error) { return []byte(text), nil })}
		}
		if a.Base != "" {
			base, err := gate.JudgeFiles(ctx, file(a.Base), o)
			if err != nil {
				return nil, "", err
			}
			o.Known = base
		}
		doc, err := gate.JudgeFiles(ctx, file(content), o)
		return doc, path, err
	}
	in, err := s.options(ctx, a.Root, string(target.All), nil, nil)
	if err != nil {
		return nil, "", err
	}
	in.Against = o.Against
	doc, err := gate.JudgeWith(ctx, in, path, []byte(content), []byte(a.Base))
	return doc, path, err
}

// maxHashed bounds the files of which a result keeps hashes.
const maxHashed = 2000

// hashes names the bytes of the files that have findings, so that a later fix knows whether they are still the same.
func hashes(root string, d *finding.Document) map[string]string {
	m := map[string]string{}
	for _, f := range d.Findings {
		if _, known := m[f.Path]; known || len(m) == maxHashed {
			continue
		}
		if data, err := target.ReadBelow(root, f.Path, target.DefaultMaxFile); err == nil {
			m[f.Path] = fix.Hash(data)
		}
	}
	return m
}
