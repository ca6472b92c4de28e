package discover

// openNonblock is nothing here: a pipe is no path in a folder.
const openNonblock = 0
