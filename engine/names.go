package engine

import "slices"

// Names finds the place of a thing in a spec by its name.
type Names struct{ Tokens, Pools, Desks, Programmes, Operators, Services, Vaults []string }

// Token returns the index of a liquid token, or -1. Pool, Desk and the others do
// the same for their kind.
func (n *Names) Token(name string) int16     { return find(n.Tokens, name) }
func (n *Names) Pool(name string) int16      { return find(n.Pools, name) }
func (n *Names) Desk(name string) int16      { return find(n.Desks, name) }
func (n *Names) Programme(name string) int16 { return find(n.Programmes, name) }
func (n *Names) Operator(name string) int16  { return find(n.Operators, name) }
func (n *Names) Service(name string) int16   { return find(n.Services, name) }

func find(list []string, name string) int16 { return int16(slices.Index(list, name)) }
