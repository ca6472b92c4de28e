package syntax

/*
#include "flatten.h"
*/
import "C"

import "unsafe"

// A Grammar names the symbols and fields of one tree-sitter grammar.
type Grammar struct {
	Name    string
	Symbols []string // by symbol; nodes of several symbols may share a name
	Named   []bool   // by symbol
	Fields  []string // by field; 0 is none

	language unsafe.Pointer
}

// NewGrammar wraps what the Language function of a grammar's Go module returns.
func NewGrammar(name string, language unsafe.Pointer) *Grammar {
	g := &Grammar{Name: name, language: language}
	l := (*C.TSLanguage)(language)
	for s := range C.ts_language_symbol_count(l) {
		g.Symbols = append(g.Symbols, C.GoString(C.ts_language_symbol_name(l, C.TSSymbol(s))))
		g.Named = append(g.Named, C.ts_language_symbol_type(l, C.TSSymbol(s)) == C.TSSymbolTypeRegular)
	}
	g.Fields = append(g.Fields, "")
	for f := range C.ts_language_field_count(l) {
		g.Fields = append(g.Fields, C.GoString(C.ts_language_field_name_for_id(l, C.TSFieldId(f+1))))
	}
	return g
}
