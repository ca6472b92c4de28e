//go:build binaries

// Reads the built binaries as the systems that load them would: go test -tags binaries ./scripts -args FILE…
package scripts

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// macOS is the oldest release that this Go version supports, as LC_BUILD_VERSION encodes it.
const macOS = 12 << 16

func TestBinaries(t *testing.T) {
	if flag.NArg() == 0 {
		t.Fatal("name the binaries after -args")
	}
	for _, path := range flag.Args() {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			// bartizan-GOOS-GOARCH[.exe]
			name := strings.Split(strings.TrimSuffix(filepath.Base(path), ".exe"), "-")
			if len(name) != 3 {
				t.Fatalf("%s does not name its platform", path)
			}
			system, arch := name[1], name[2]
			if err := built(data, system, arch); err != nil {
				t.Error(err)
			}
			switch system {
			case "darwin":
				err = machoLoads(data, arch)
			case "windows":
				err = peLoads(data, arch)
			default:
				err = elfStatic(data, arch)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// built checks what Go recorded of the build, and that the binary holds no folder of the machine that built it.
func built(data []byte, system, arch string) error {
	info, err := buildinfo.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	want := map[string]string{"GOOS": system, "GOARCH": arch, "CGO_ENABLED": "1", "-trimpath": "true"}
	for _, s := range info.Settings {
		if w, ok := want[s.Key]; ok && w == s.Value {
			delete(want, s.Key)
		}
	}
	if len(want) > 0 || info.Path != "bartizan/cmd/bartizan" {
		return fmt.Errorf("built from %s, without %v", info.Path, want)
	}
	here, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	if i := bytes.Index(data, []byte(here+"/")); i >= 0 {
		return fmt.Errorf("names a folder of this machine: %.120q", data[i:])
	}
	return nil
}

func elfStatic(data []byte, arch string) error {
	f, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if want := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[arch]; f.Machine != want {
		return fmt.Errorf("machine %v", f.Machine)
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return errors.New("needs a dynamic loader")
		}
	}
	if libraries, _ := f.ImportedLibraries(); len(libraries) > 0 {
		return fmt.Errorf("needs %q", libraries)
	}
	return nil
}

func peLoads(data []byte, arch string) error {
	f, err := pe.NewFile(bytes.NewReader(data))
	if err != nil {
		return err
	}
	header, ok := f.OptionalHeader.(*pe.OptionalHeader64)
	if !ok || arch != "amd64" || f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 || header.Subsystem != pe.IMAGE_SUBSYSTEM_WINDOWS_CUI {
		return errors.New("no 64-bit console program")
	}
	if hardened := uint16(pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT); header.DllCharacteristics&hardened != hardened {
		return errors.New("address randomisation or data execution prevention is off")
	}
	imports, err := f.ImportedSymbols()
	if err != nil || len(imports) == 0 {
		return fmt.Errorf("imports: %v", err)
	}
	for _, symbol := range imports {
		_, library, _ := strings.Cut(strings.ToLower(symbol), ":")
		// What every Windows 10 has.
		if !strings.HasPrefix(library, "api-ms-win-crt-") && !slices.Contains([]string{"kernel32.dll", "ntdll.dll", "ucrtbase.dll"}, library) {
			return fmt.Errorf("needs %s", symbol)
		}
	}
	return nil
}

func machoLoads(data []byte, arch string) error {
	f, err := macho.NewFile(bytes.NewReader(data))
	if err != nil {
		return err
	}
	if want := map[string]macho.Cpu{"amd64": macho.CpuAmd64, "arm64": macho.CpuArm64}[arch]; f.Cpu != want || f.Type != macho.TypeExec {
		return fmt.Errorf("%v of %v", f.Type, f.Cpu)
	}
	if f.Flags&macho.FlagPIE == 0 || f.Flags&macho.FlagTwoLevel == 0 {
		return fmt.Errorf("flags %#x: not position independent, or names without their libraries", f.Flags)
	}
	var libraries []string
	var start, version, signature bool
	for _, load := range f.Loads {
		raw := load.Raw()
		switch f.ByteOrder.Uint32(raw) {
		case 0x80000028: // LC_MAIN
			start = true
		case 0x32: // LC_BUILD_VERSION: platform, minimum
			version = f.ByteOrder.Uint32(raw[8:]) == 1 && f.ByteOrder.Uint32(raw[12:]) == macOS
		case 0x1d: // LC_CODE_SIGNATURE: offset, size
			signature = true
			at, size := f.ByteOrder.Uint32(raw[8:]), f.ByteOrder.Uint32(raw[12:])
			if err := machoSignature(data, at, size); err != nil {
				return err
			}
			forged := bytes.Clone(data)
			forged[len(forged)/3]++
			if machoSignature(forged, at, size) == nil {
				return errors.New("the signature also fits a changed binary")
			}
		}
		if d, ok := load.(*macho.Dylib); ok {
			libraries = append(libraries, d.Name)
		}
	}
	// macOS starts an arm64 program only when it is signed, if only by nobody.
	if !start || !version || arch == "arm64" && !signature {
		return fmt.Errorf("entry point %v, minimum system %v, signature %v", start, version, signature)
	}
	if !slices.Contains(libraries, "/usr/lib/libSystem.B.dylib") {
		return fmt.Errorf("libraries %q", libraries)
	}
	for _, l := range libraries {
		if !strings.HasPrefix(l, "/usr/lib/lib") && !strings.HasPrefix(l, "/System/Library/Frameworks/") {
			return fmt.Errorf("needs %s, which macOS does not have", l)
		}
	}
	for _, s := range f.Symtab.Syms {
		const stab, kind, undefined = 0xe0, 0x0e, 0
		if s.Type&stab == 0 && s.Type&kind == undefined {
			if library := int(s.Desc >> 8); library < 1 || library > len(libraries) {
				return fmt.Errorf("%s comes from library %d of %d", s.Name, library, len(libraries))
			}
		}
	}
	return nil
}

// machoSignature checks the hash of every page against the code directory of an embedded signature (XNU, cs_blobs.h).
func machoSignature(data []byte, at, size uint32) error {
	const superBlob, codeDirectory, sha256Hash = 0xfade0cc0, 0xfade0c02, 2
	if uint64(at)+uint64(size) > uint64(len(data)) || size < 20 {
		return errors.New("the signature lies outside of the file")
	}
	blob := data[at : at+size]
	word := func(b []byte, i int) uint32 { return binary.BigEndian.Uint32(b[i:]) }
	if word(blob, 0) != superBlob || word(blob, 12) != 0 || word(blob, 16) > size-44 {
		return errors.New("the signature holds no code directory")
	}
	d := blob[word(blob, 16):]
	if word(d, 0) != codeDirectory || d[36] != sha256.Size || d[37] != sha256Hash {
		return errors.New("the code directory is not of SHA-256")
	}
	hashes, count, limit, page := word(d, 16), word(d, 28), word(d, 32), uint32(1)<<d[39]
	if limit != at || count != (limit+page-1)/page {
		return fmt.Errorf("%d pages signed, up to %d of %d bytes", count, limit, at)
	}
	for i := range count {
		sum := sha256.Sum256(data[i*page : min((i+1)*page, limit)])
		if want := d[hashes+i*sha256.Size:]; !bytes.Equal(sum[:], want[:sha256.Size]) {
			return fmt.Errorf("page %d is not the signed one", i)
		}
	}
	return nil
}
