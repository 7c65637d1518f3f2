package reports

import (
	"testing"
)

func mustTheme(t testing.TB) Theme {
	t.Helper()
	theme, err := NewTheme(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

// TestFiguresKeepToTheirPlace draws every figure of ordinary and odd runs and checks
// that nothing leaves it and that no text lies on other text.
func TestFiguresKeepToTheirPlace(t *testing.T) {
	theme := mustTheme(t)
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			for _, f := range figures(theme, run) {
				s := drawn(t, theme, f)
				for _, c := range s.complaints(f) {
					t.Errorf("%s: %s", f.Name, c)
				}
			}
		})
	}
}
