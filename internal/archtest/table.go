// Package archtest keeps the import direction, in one table.
package archtest

// Layers lists the packages of the module, low to high, relative to the module root. A package imports only packages of
// lower layers; packages of one layer never import each other. A pattern ending in /* stands for every folder below it
// that the table does not name itself.
var Layers = [][]string{
	{"internal/finding", "internal/archtest", "internal/lazyregexp", "internal/advisory/*"},
	{"internal/rule", "internal/target", "internal/advisory", "internal/state", "internal/confine", "internal/syntax/*", "internal/toolgate/server"},
	{"internal/syntax"},
	{"internal/syntax/lang/*"},
	{"internal/syntax/lang", "internal/syntax/names"},
	{"internal/match", "internal/policy", "rules"},
	{"internal/scan", "internal/codegate/sast/formula"},
	{"internal/codegate/sast/pattern", "internal/codegate/sast/prefilter"},
	{"internal/codegate/sast/search"},
	{"internal/codegate/sast/flow", "internal/codegate/sast/fixer"},
	{"internal/codegate/sast/route"},
	{"internal/codegate/*", "internal/toolgate/*"},
	{"internal/codegate", "internal/toolgate"},
	{"internal/gate"},
	{"internal/fix"},
	{"internal/report"},
	{"internal/mcpserver"},
	{"internal/cli"},
	{"cmd/*", "tools/*"},
}
