package rules

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/codegate/secrets"
	"bartizan/internal/finding"
	"bartizan/internal/match"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
)
