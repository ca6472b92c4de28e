// Package syntax parses source into one flat tree per file and lowers it to one generic tree for all languages.
package syntax

/*
#cgo CFLAGS: -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -pthread
#cgo LDFLAGS: -pthread
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup
#include "flatten.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"math"
	"unsafe"

	_ "github.com/tree-sitter/go-tree-sitter" // the C runtime that flatten.c calls
)

// Budgets of one file. They count work, never time: the same text always ends the same way. Memory is what the parser asks
// for in all, given back or not: see arena.h. A text that no budget stops takes some 3 µs a byte at worst, real ones 0.1.
const (
	stepsPerKB  = 100 // real files need 2 to 27, hostile ones up to 86
	stepsBase   = 1000
	memoryPerKB = 512 << 10 // real files need 10 to 100 kB
	memoryBase  = 64 << 20
	nodesPerKB  = 4096 // real files have 190 to 400
	nodesBase   = 4096
	// MaxSource is the largest text that Parse takes. Callers skip far smaller files as too large to be written by hand.
	MaxSource = 8 << 20
)

// A Parser turns text into flat trees. It keeps its buffers from file to file; each goroutine needs its own. Close frees it.
type Parser struct {
	c C.flattener
}

// NewParser makes a parser for any language.
func NewParser() *Parser {
	C.flattener_prepare()
	return &Parser{}
}

// Close frees the memory outside the Go heap.
func (p *Parser) Close() { C.flattener_free(&p.c) }

// Parse gives the flat tree of a text, in one call to C. Text is bytes in UTF-8 without a mark of byte order; what is not
// valid UTF-8 parses as regions that are Broken. Only a text over MaxSource, a grammar that the runtime does not speak,
// and want of memory are errors: a text that has no sense has a tree that says so.
func (p *Parser) Parse(g *Grammar, text []byte) (*Tree, error) {
	if len(text) > MaxSource {
		return nil, fmt.Errorf("parsing %s: %d bytes are more than %d; leave the file out", g.Name, len(text), MaxSource)
	}
	var at *C.char
	if len(text) > 0 {
		at = (*C.char)(unsafe.Pointer(&text[0]))
	}
	kb := (len(text) + 1023) / 1024
	result := C.flatten(&p.c, (*C.TSLanguage)(g.language), at, C.uint32_t(len(text)),
		C.uint32_t(kb*stepsPerKB+stepsBase), C.uint64_t(kb*memoryPerKB+memoryBase),
		C.uint32_t(min(kb*nodesPerKB+nodesBase, math.MaxInt32)))
	t := &Tree{Depth: int(p.c.depth), Steps: int(p.c.steps), Memory: int(p.c.memory)}
	switch result {
	case C.flat_parse_budget:
		t.Stop = ParseBudget
	case C.flat_node_budget:
		t.Stop = NodeBudget
	case C.flat_no_memory:
		return nil, errors.New("parsing: out of memory; leave the file out or scan fewer at a time")
	case C.flat_no_language:
		return nil, fmt.Errorf("parsing: the runtime does not speak the grammar of %s; pin a grammar it does", g.Name)
	}
	if n := int(p.c.count); n > 0 {
		t.Nodes = make([]Node, n)
		copy(t.Nodes, unsafe.Slice((*Node)(unsafe.Pointer(p.c.nodes)), n))
	}
	return t, nil
}
