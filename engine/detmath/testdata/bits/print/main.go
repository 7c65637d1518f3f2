// Command print writes the hash of detmath's bits, then the hash of each function.
package main

import (
	"fmt"

	"github.com/restakesim/restakesim/engine/detmath/testdata/bits"
)

func main() {
	whole, parts := bits.Hash()
	fmt.Println(whole)
	for _, p := range parts {
		fmt.Println(p)
	}
}
