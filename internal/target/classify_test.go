package target

import (
	"strings"
	"testing"
)

func TestClassify(t *testing.T) {
	for path, want := range map[string]class{
		"a/b.js": {"javascript", Source}, "A.JS": {"javascript", Source}, "x.test.tsx": {"typescript", Source}, "a.min.js": {"javascript", Source},
		"package.json": {"json", Manifest}, "a/Package.JSON": {"json", Manifest}, "package-lock.json": {"json", Lockfile}, "yarn.lock": {"yarn-lock", Lockfile},
		"pnpm-lock.yaml": {"yaml", Lockfile}, "bun.lockb": {"", Lockfile}, "requirements.txt": {"requirements", Manifest},
		"requirements-dev.txt": {"requirements", Manifest}, "dev-requirements.txt": {"requirements", Manifest}, "requirements/base.txt": {"requirements", Manifest},
		"a/requirements/base.in": {"requirements", Manifest}, "notes.txt": {"text", Document}, "myrequirements/x.txt": {"text", Document},
		"pyproject.toml": {"toml", Manifest}, "uv.lock": {"toml", Lockfile}, "Pipfile": {"toml", Manifest}, "Pipfile.lock": {"json", Lockfile},
		"go.mod": {"go-mod", Manifest}, "go.sum": {"go-sum", Lockfile}, "vendor/modules.txt": {"go-mod", Lockfile}, "Cargo.lock": {"toml", Lockfile},
		"pom.xml": {"xml", Manifest}, "build.gradle.kts": {"kotlin", Manifest}, "gradle/libs.versions.toml": {"toml", Manifest}, "App.csproj": {"xml", Manifest},
		"packages.lock.json": {"json", Lockfile}, "composer.lock": {"json", Lockfile}, "Gemfile": {"ruby", Manifest}, "Gemfile.lock": {"gemfile-lock", Lockfile},
		"pubspec.lock": {"yaml", Lockfile}, "mix.lock": {"elixir", Lockfile}, "Package.resolved": {"json", Lockfile}, "Podfile.lock": {"yaml", Lockfile},
		"conanfile.txt": {"ini", Manifest}, "Dockerfile": {"dockerfile", Config}, "Dockerfile.prod": {"dockerfile", Config}, "api.dockerfile": {"dockerfile", Config},
		"Dockerfile.dockerignore": {"ignore", Config}, "docker-compose.yml": {"yaml", Config}, ".github/workflows/ci.yml": {"yaml", Config},
		".env": {"dotenv", Config}, ".env.local": {"dotenv", Config}, "prod.env": {"dotenv", Config}, ".mcp.json": {"json", Config}, ".npmrc": {"ini", Config},
		".aws/credentials": {"ini", Config}, "home/.kube/config": {"yaml", Config}, "src/config": {}, "main.tf": {"terraform", Config}, "x.tf.json": {"terraform", Config},
		"README": {"text", Document}, "README.md": {"markdown", Document}, "dump.sql": {"sql", Source}, "logo.PNG": {"", Media}, "data.csv": {"csv", Data},
		"": {}, "/": {}, ".": {}, "..": {}, "noext": {}, "trailing.": {}, "git://0123456789ab/src/app.py": {"python", Source}, "mcp://server/tool#description": {},
		"a\nb.go": {"go", Source}, `bad\xff.rs`: {"rust", Source},
	} {
		language, role := Classify(path)
		if got := (class{language, role}); got != want {
			t.Errorf("%q: %v, want %v", path, got, want)
		}
	}
}

// TestTables keeps the tables in the form in which they are asked: lower case, without the dot, each entry of use.
func TestTables(t *testing.T) {
	languages := map[string]bool{}
	for ext, c := range byExtension {
		languages[c.language] = true
		if ext != asciiLower(ext) || strings.Contains(ext, ".") || c.role == 0 {
			t.Errorf("extension %q: %v", ext, c)
		}
	}
	for name, c := range byName {
		languages[c.language] = true
		if name != asciiLower(name) || strings.Contains(name, "/") || c.role == 0 {
			t.Errorf("name %q: %v", name, c)
		}
	}
	for _, p := range byPattern {
		if p.prefix+p.suffix != asciiLower(p.prefix+p.suffix) || p.prefix+p.suffix == "" || p.role == 0 {
			t.Errorf("pattern %v", p)
		}
		if strings.HasPrefix(p.suffix, ".") && p.prefix == "" && p.folder == "" {
			if c, ok := byExtension[p.suffix[1:]]; ok && c == p.class {
				t.Errorf("pattern %v says what the extension says", p)
			}
		}
	}
	if len(languages) < 70 {
		t.Errorf("%d languages", len(languages))
	}
}
