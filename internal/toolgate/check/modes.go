package check

import (
	"io/fs"
	"runtime"
)

// sticky is the bit of a folder in which only owners replace their files.
const sticky = fs.ModeSticky

// posixModes says that permission bits are real: Windows keeps lists in their place, and Go makes bits up.
const posixModes = runtime.GOOS != "windows"
