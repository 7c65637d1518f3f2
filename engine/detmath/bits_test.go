package detmath_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/restakesim/restakesim/engine/detmath/testdata/bits"
)

// golden is the hash of every function over about two million arguments. A change
// here changes published numbers and belongs in the release notes.
const golden = "efcfceccb06b83fc"

func TestBits(t *testing.T) {
	whole, parts := bits.Hash()
	if whole != golden {
		t.Errorf("hash is %s, want %s:\n%s", whole, golden, strings.Join(parts, "\n"))
	}
}

// TestBitsOnOtherCPUs rebuilds the hash for other targets and runs it there.
func TestBitsOnOtherCPUs(t *testing.T) {
	if testing.Short() {
		t.Skip("rebuilds for other targets")
	}
	targets := []struct {
		name, setting string
		run           func(t *testing.T) []string // what to put before the program's name
	}{
		{"amd64 v1", "GOARCH=amd64 GOAMD64=v1", func(t *testing.T) []string { return nativeAMD64(t, "") }},
		{"amd64 v3", "GOARCH=amd64 GOAMD64=v3", func(t *testing.T) []string { return nativeAMD64(t, "fma") }},
		{"arm64", "GOARCH=arm64", emulatedARM64},
	}
	for _, c := range targets {
		t.Run(c.name, func(t *testing.T) {
			prefix := c.run(t)
			program := filepath.Join(t.TempDir(), "print")
			build(t, c.setting, "build", "-o", program, "./testdata/bits/print")
			args := append(prefix, program)
			out, err := exec.Command(args[0], args[1:]...).Output()
			if err != nil {
				t.Fatal(err)
			}
			if got, _, _ := bytes.Cut(out, []byte("\n")); string(got) != golden {
				t.Errorf("hash is %s, want %s:\n%s", got, golden, out)
			}
		})
	}
}

// TestNoFusedProducts compiles this package and the estimates that rest on it for a CPU
// where a plain x*y+z is fused, and looks for the instruction.
func TestNoFusedProducts(t *testing.T) {
	if testing.Short() {
		t.Skip("rebuilds for arm64")
	}
	listing := build(t, "GOARCH=arm64", "build", "-gcflags=-S", ".", "../stats")
	if !bytes.Contains(listing, []byte("FMULD")) {
		t.Fatal("the listing shows no multiplications")
	}
	fused := regexp.MustCompile(`\(([^()]*\.go:\d+)\)\s+FN?M(ADD|SUB)D`)
	for _, m := range fused.FindAllSubmatch(listing, -1) {
		t.Errorf("%s: a product is fused with a sum", m[1])
	}
}

func build(t *testing.T, setting string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	cmd.Env = append(cmd.Env, strings.Fields(setting)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s go %s: %v\n%s", setting, strings.Join(args, " "), err, out)
	}
	return out
}

func nativeAMD64(t *testing.T, feature string) []string {
	t.Helper()
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("this machine does not run linux/amd64 programs")
	}
	cpu, err := os.ReadFile("/proc/cpuinfo")
	if err != nil || !strings.Contains(string(cpu), feature) {
		t.Skip("this CPU has no " + feature)
	}
	return nil
}

func emulatedARM64(t *testing.T) []string {
	t.Helper()
	if runtime.GOOS == "linux" && runtime.GOARCH == "arm64" {
		return nil
	}
	for _, name := range []string{"qemu-aarch64", "qemu-aarch64-static"} {
		if path, err := exec.LookPath(name); err == nil {
			return []string{path}
		}
	}
	t.Skip("neither an arm64 machine nor qemu-aarch64")
	return nil
}
