package flow

// A higherOrder is a library's function that calls a function it is given. Sources: the languages' and libraries' public
// reference documentation of the functions named.
type higherOrder struct {
	rows []passage
	keep bool // its arguments are in its result, too
}

// A passage is a way that data takes through such a function.
type passage struct {
	from, to door
	n        int32 // of the callback's parameter
	part     bool  // from: its elements are taken; to: it becomes an element
	skip     int32 // arguments between the callback and the first that is passed on
}

// A door is where data enters or leaves.
type door uint8

const (
	theData   door = iota // the object that it is called on, or the other of its first two arguments
	theArg                // the argument that stands as far behind the callback as parameter n behind the first
	theParam              // the callback's parameter n
	theGiven              // what the callback gives
	theResult             // of the call
	theCalled             // what the callback calls its own parameter n with
)

var (
	visits   = &higherOrder{rows: []passage{{theData, theParam, 0, true, 0}}, keep: true}
	pairs    = &higherOrder{rows: []passage{{theData, theParam, 0, true, 0}, {theData, theParam, 1, true, 0}}, keep: true}
	maps     = &higherOrder{rows: []passage{{theData, theParam, 0, true, 0}, {theGiven, theResult, 0, true, 0}}}
	flatMaps = &higherOrder{rows: []passage{{theData, theParam, 0, true, 0}, {theGiven, theResult, 0, false, 0}}}
	folds    = &higherOrder{rows: []passage{{theData, theParam, 1, true, 0}, {theArg, theParam, 0, false, 0}, {theGiven, theParam, 0, false, 0}, {theGiven, theResult, 0, false, 0}}}
	awaits   = &higherOrder{rows: []passage{{theData, theParam, 0, false, 0}, {theGiven, theResult, 0, false, 0}}}
	recovers = &higherOrder{rows: []passage{{theGiven, theResult, 0, false, 0}}, keep: true}
	calls    = &higherOrder{rows: []passage{{theArg, theParam, 0, false, 0}, {theArg, theParam, 1, false, 0}, {theArg, theParam, 2, false, 0}, {theGiven, theResult, 0, false, 0}}}
	timers   = &higherOrder{rows: []passage{{theArg, theParam, 0, false, 1}, {theArg, theParam, 1, false, 1}}}
	settles  = &higherOrder{rows: []passage{{theCalled, theResult, 0, false, 0}}}
	replaces = &higherOrder{rows: []passage{{theData, theParam, 0, false, 0}, {theGiven, theResult, 0, false, 0}}, keep: true}
)

// higherOrderOf gives how a library's function treats the functions it is given; nil where it is not known.
func higherOrderOf(f *File, c *call) *higherOrder {
	name := f.strs[c.method]
	if name == "" {
		name = f.strs[c.callee]
		for i := len(name) - 1; i >= 0; i-- {
			if name[i] == '.' || name[i] == '/' {
				name = name[i+1:]
				break
			}
		}
	}
	if name == "" && c.value != 0 {
		name = f.strs[c.value][1:]
	}
	if c.flavour == isNew {
		if name == "Promise" && jsLike(f.Language) {
			return settles
		}
		return nil
	}
	switch name {
	case "forEach", "each", "filter", "find", "findLast", "findIndex", "some", "every", "anyMatch", "allMatch", "noneMatch", "peek",
		"takeWhile", "dropWhile", "removeIf", "ifPresent", "partition", "tap", "sortBy", "groupBy", "keyBy", "uniqBy", "filterfalse", "takewhile", "dropwhile", "IndexFunc", "ContainsFunc", "DeleteFunc":
		return visits
	case "sort", "toSorted", "sorted", "min", "max", "SortFunc", "SortStableFunc", "comparing":
		return pairs
	case "map", "mapValues", "mapKeys", "mapToObj", "starmap", "imap", "applymap":
		return maps
	case "flatMap", "concatMap", "switchMap", "mergeMap", "from", "Map":
		return flatMaps
	case "reduce", "reduceRight", "fold", "accumulate":
		return folds
	case "then", "thenApply", "thenCompose", "thenAccept", "whenComplete", "handle", "subscribe", "add_done_callback", "pipe":
		return awaits
	case "catch", "finally", "exceptionally", "onErrorResume", "orElseGet", "computeIfAbsent", "getOrElse", "setdefault":
		return recovers
	case "setTimeout", "setInterval":
		return timers
	case "setImmediate", "nextTick", "queueMicrotask", "submit", "run_in_executor", "to_thread", "supplyAsync", "runAsync",
		"call_soon", "call_later", "apply_async", "useMemo", "doPrivileged":
		return calls
	case "replace", "replaceAll":
		return replaces
	}
	return nil
}

// commonMethod holds for names that say nothing about whose method is called: those of collections, strings, streams,
// promises, loggers and builders.
func commonMethod(name string) bool {
	if len(name) < 3 {
		return true
	}
	switch name {
	case "get", "set", "has", "add", "put", "push", "pop", "shift", "unshift", "append", "insert", "remove", "delete", "clear", "contains", "includes", "size", "length", "keys", "values",
		"items", "entries", "iterator", "next", "map", "filter", "forEach", "reduce", "find", "some", "every", "sort", "slice", "splice", "concat", "join", "split", "trim", "strip",
		"replace", "replaceAll", "match", "test", "search", "substring", "substr", "indexOf", "toString", "toLowerCase", "toUpperCase", "lower", "upper", "format", "encode", "decode",
		"equals", "hashCode", "valueOf", "compareTo", "clone", "copy", "then", "catch", "finally", "call", "apply", "bind", "log", "info", "warn", "warning", "error", "debug",
		"trace", "print", "println", "printf", "write", "read", "open", "close", "end", "flush", "send", "json", "status", "emit", "once", "off", "use", "pipe", "on", "update", "extend",
		"String", "Error", "Close", "Read", "Write", "Len", "Get", "Set", "Add", "Next", "build", "with", "apply_async", "of", "from", "stream", "collect", "isEmpty", "reverse", "index", "count",
		"Exec", "ExecContext", "Query", "QueryRow", "QueryContext", "QueryRowContext", "Prepare", "Scan", "Begin", "Commit", "Rollback", "Match", "MatchString", "Name", "Err", "Value",
		"Bytes", "Reset", "Seek", "Flush", "Sum", "Header", "Print", "Printf", "Println", "Info", "Infof", "Warn", "Warnf", "Errorf", "Debug", "Debugf", "Fatal", "Fatalf", "Format",
		"Marshal", "Unmarshal", "Encode", "Decode", "Clone", "Equal", "Push", "Pop", "Put", "Has", "Contains", "Keys", "Values", "Range", "Lock", "Unlock", "Wait", "Done", "ServeHTTP":
		return true
	}
	return false
}
