// Package restake holds the mechanics of restaked ether.
package restake
