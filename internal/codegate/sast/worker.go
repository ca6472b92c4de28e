package sast

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/confine"
	"bartizan/internal/rule"
	"bartizan/internal/state"
	"bartizan/rules"
)

// A Worker does what must not be done where files and network can be reached: it answers requests, in parallel, and forgets
// nothing but the texts. The requests and answers are this package's own.
type Worker interface {
	Do(ctx context.Context, request []byte) (answer []byte, err error)
	Close()
	// Confinement says in a few words what keeps the worker apart, "" if nothing does.
	Confinement() string
}

// RoleName is the role that Role gives and Confined starts.
const RoleName = "sast"

// Role is what a confined child of the program does for this package.
func Role() confine.Role {
	s := &server{collect: debug.SetGCPercent}
	return confine.Role{Name: RoleName, Worker: func() confine.Handler { return s.handle }}
}

// What the garbage collector is set to in a child. Reading file after file holds little and makes much garbage; linking holds
// much and makes little.
const (
	whileReading = 150
	whileLinking = 40
	heldMuch     = 12 << 20 // bytes of facts
)

// Confined starts a worker in a confined child of this program; its main must offer Role.
func Confined(ctx context.Context) (Worker, error) {
	c, err := confine.Start(ctx, RoleName)
	if err != nil {
		return nil, err
	}
	return child{c}, nil
}

type child struct{ *confine.Child }

func (c child) Confinement() string {
	if r := c.Child.Confinement(); r.Confined() {
		return r.String()
	}
	return ""
}

// inside is a worker in this process.
type inside struct{ server }

func (w *inside) Do(ctx context.Context, request []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return w.handle(request)
}

func (w *inside) Close() {}

func (w *inside) Confinement() string { return "" }

// What a request is, in its first byte. The first request of a worker is for rules.
const (
	askRules byte = 'r' // JSON of rulesText: answers nothing
	askFile  byte = 'f' // header as JSON, text: answers an answer as JSON, facts
	askKeep  byte = 'k' // facts, each with its file's key and its length: holds them
	askLink  byte = 'l' // header as JSON, keys of files: answers a linked as JSON
	askAlive byte = 'a' // answers nothing
)

// A rulesText holds rule files, each once, and the rules in the order of their numbers. A literate file has one rule.
type rulesText struct {
	Files []fileText
	Rules []ruleName
}

// A fileText without Text is a file of the pack.
type fileText struct {
	Name string
	Text string `json:",omitempty"`
}

type ruleName struct {
	File      int
	ID        string
	Languages []string
}

// textsOf gives what a worker is told of rules. What it has in its own pack need not be said.
func textsOf(list []*rule.Rule) (texts rulesText) {
	files := map[string]int{}
	for _, rl := range list {
		at, known := files[rl.File]
		if !known {
			at = len(texts.Files)
			files[rl.File] = at
			file := fileText{Name: rl.File}
			if packed, err := rules.FS.ReadFile(rl.File); err != nil || !bytes.Equal(packed, rl.Source) {
				file.Text = string(rl.Source)
			}
			texts.Files = append(texts.Files, file)
		}
		texts.Rules = append(texts.Rules, ruleName{at, rl.ID, formula.LanguagesOf(rl)})
	}
	return texts
}

type fileHeader struct{ Path, Language string }

// A linkHeader says what to link, and whether the worker goes on holding those facts. It forgets the family's others.
type linkHeader struct {
	Family string
	Keep   bool
}

type linked struct {
	Found   []found  `json:"found,omitempty"` // without Text and Anchor, with Start and End in Ends
	Ends    []end    `json:"ends,omitempty"`
	Partial []string `json:"partial,omitempty"`
}

// An end is the place of a found by its bytes.
type end struct{ Start, End uint32 }

// pack puts two parts into one message, the first with its length.
func pack(kind byte, first, second []byte) []byte {
	b := make([]byte, 0, 5+len(first)+len(second))
	b = append(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(first)))
	return append(append(b, first...), second...)
}

var errGarbled = errors.New("a message between the scanner and its worker is garbled")

func unpack(b []byte) (kind byte, first, second []byte, err error) {
	if len(b) < 5 || uint64(binary.LittleEndian.Uint32(b[1:])) > uint64(len(b)-5) {
		return 0, nil, nil, errGarbled
	}
	n := binary.LittleEndian.Uint32(b[1:])
	return b[0], b[5 : 5+n], b[5+n:], nil
}

// A server answers the requests of one run.
type server struct {
	mu     sync.Mutex
	engine *engine
	facts  map[state.Key]flow.File
	size   int // of all facts that were ever held, encoded

	collect func(percent int) int // sets the garbage collector; nil where the process is not its own
}

func (s *server) handle(request []byte) ([]byte, error) {
	kind, first, second, err := unpack(request)
	if err != nil {
		return nil, err
	}
	switch kind {
	case askRules:
		return nil, s.readRules(first)
	case askKeep:
		return nil, s.keep(second)
	case askAlive:
		return nil, nil
	}
	s.mu.Lock()
	e := s.engine
	s.mu.Unlock()
	if e == nil {
		return nil, errGarbled
	}
	switch kind {
	case askFile:
		var h fileHeader
		if err := json.Unmarshal(first, &h); err != nil {
			return nil, errGarbled
		}
		a, facts, err := e.analyse(h.Path, h.Language, second)
		if err != nil {
			return nil, err
		}
		head, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		return pack(askFile, head, facts), nil
	case askMend:
		var h mendHeader
		if err := json.Unmarshal(first, &h); err != nil {
			return nil, errGarbled
		}
		m, err := e.mend(h, second)
		if err != nil {
			return nil, err
		}
		return json.Marshal(m)
	case askShape:
		var h fileHeader
		if err := json.Unmarshal(first, &h); err != nil {
			return nil, errGarbled
		}
		shape, err := e.shape(h, second)
		if err != nil {
			return nil, err
		}
		return json.Marshal(shape)
	case askLink:
		var h linkHeader
		if err := json.Unmarshal(first, &h); err != nil {
			return nil, errGarbled
		}
		files, err := s.linkable(h, second)
		if err != nil {
			return nil, err
		}
		out, err := e.link(h.Family, files)
		s.collecting(whileReading)
		if err != nil {
			return nil, err
		}
		return json.Marshal(out)
	}
	return nil, errGarbled
}

func (s *server) readRules(data []byte) error {
	var texts rulesText
	if err := json.Unmarshal(data, &texts); err != nil {
		return errGarbled
	}
	e, err := readEngine(&texts)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.engine = e
	s.collecting(whileReading)
	return nil
}

// collecting sets the garbage collector where the process is the worker's own.
func (s *server) collecting(percent int) {
	if s.collect != nil {
		s.collect(percent)
	}
}

// keep takes facts of files, each with its key and its length.
func (s *server) keep(facts []byte) error {
	const header = len(state.Key{}) + 4
	for len(facts) > 0 {
		if len(facts) < header || uint64(binary.LittleEndian.Uint32(facts[header-4:])) > uint64(len(facts)-header) {
			return errGarbled
		}
		key, n := state.Key(facts[:header-4]), binary.LittleEndian.Uint32(facts[header-4:])
		f, err := flow.Decode(facts[header : header+int(n)])
		if err != nil {
			return fmt.Errorf("reading what was kept of a file: %w", err)
		}
		facts = facts[header+int(n):]
		s.mu.Lock()
		if s.facts == nil {
			s.facts = map[state.Key]flow.File{}
		}
		s.facts[key] = f
		s.size += int(n)
		s.mu.Unlock()
	}
	return nil
}

// linkable gives the files of some keys, and forgets what need not be held.
func (s *server) linkable(h linkHeader, keys []byte) (files []flow.File, err error) {
	const size = len(state.Key{})
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := map[state.Key]bool{}
	for ; len(keys) >= size; keys = keys[size:] {
		f, ok := s.facts[state.Key(keys)]
		if !ok {
			return nil, errGarbled
		}
		files = append(files, f)
		wanted[state.Key(keys)] = h.Keep
	}
	for k, f := range s.facts {
		if flow.Family(f.Language) == h.Family && !wanted[k] {
			delete(s.facts, k)
		}
	}
	if s.size > heldMuch {
		s.collecting(whileLinking)
	}
	return files, nil
}
