package target

// Classify tells language and role from a path.
func Classify(path string) (language string, role Role) { return "", 0 }
