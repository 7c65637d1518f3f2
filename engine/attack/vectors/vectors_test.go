package vectors

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/restakesim/restakesim/engine/money"
)

// TestRead reads a network whose second service nobody backs.
func TestRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file.json")
	text := `{"cases": [{"id": "one", "network": {"stakes": [3, 4], "services": [
		{"profit": 5, "alpha": "1/2", "members": [0, 1]}, {"profit": 6, "alpha": "1", "members": []}, {"profit": 7, "alpha": "2/3", "members": [1]}]},
		"shock": [1], "expected": {"secure": true, "price_of_corruption": 4}}]}`
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	type answers struct {
		Secure bool
		Price  int64 `json:"price_of_corruption"`
	}
	all := Read[answers](t, file)
	share := func(num, den int64) Share { return Share{money.Ratio{Num: num, Den: den}} }
	want := []Case[answers]{{"one", Network{[]int64{3, 4}, []Service{{5, share(1, 2), []int32{0, 1}}, {6, share(1, 1), []int32{}}, {7, share(2, 3), []int32{1}}}}, []int32{1}, answers{true, 4}}}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Fatal(diff)
	}
	n := &all[0].Network
	if diff := cmp.Diff([][]Edge{{{0, 3}}, {{0, 4}, {2, 4}}}, n.Rows()); diff != "" {
		t.Error(diff)
	}
	if got := [3]int64{n.Need(0), n.Need(1), n.Need(2)}; got != [3]int64{4, 0, 3} {
		t.Errorf("needs are %v", got)
	}
}
