package reports

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/restakesim/restakesim/engine/result"
)

// relations draws who holds, secures and lends what at the snapshot.
func relations(t Theme, r *result.Run) []Figure {
	g := newRelationGraph(r.Context.Balance)
	if len(g.nodes) == 0 {
		return nil
	}
	return []Figure{{
		Name: "relations", Title: "Who holds, secures and lends what",
		Caption: "Positions at the snapshot in ETH of redemption value. The width of a line grows with the logarithm of its amount.",
		Part:    partWorld, Width: fullWidth, Height: vg.Length(46 + 27*g.tallest()),
		Draw: func(c draw.Canvas) error { g.draw(t, c); return nil },
	}}
}

// relationGraph has holders at the left and what they hold to the right of them; a
// token that itself secures something stands in the middle.
type relationGraph struct {
	nodes   []relationNode
	edges   []relationEdge
	columns [][]int // nodes by column
}

type relationNode struct {
	name    string
	depth   int
	in, out float64 // ETH
}

type relationEdge struct {
	from, to int
	role     string
	amount   float64 // ETH
}

func newRelationGraph(positions []result.Position) *relationGraph {
	g := &relationGraph{}
	for _, p := range positions {
		if p.Unit == "ETH" {
			g.add(g.node(p.Holder), g.node(p.In), p.Role, p.Amount)
		}
	}
	for range g.nodes { // longest paths; a cycle would only stretch the picture
		for _, e := range g.edges {
			if e.from != e.to {
				g.nodes[e.to].depth = min(3, max(g.nodes[e.to].depth, g.nodes[e.from].depth+1))
			}
		}
	}
	for i, n := range g.nodes {
		for len(g.columns) <= n.depth {
			g.columns = append(g.columns, nil)
		}
		g.columns[n.depth] = append(g.columns[n.depth], i)
	}
	return g
}

func (g *relationGraph) node(name string) int {
	for i := range g.nodes {
		if g.nodes[i].name == name {
			return i
		}
	}
	g.nodes = append(g.nodes, relationNode{name: name})
	return len(g.nodes) - 1
}

// add adds an amount, together with what is already there of the same kind.
func (g *relationGraph) add(from, to int, role string, amount float64) {
	g.nodes[from].out += amount
	g.nodes[to].in += amount
	for i := range g.edges {
		if e := &g.edges[i]; e.from == from && e.to == to && e.role == role {
			e.amount += amount
			return
		}
	}
	g.edges = append(g.edges, relationEdge{from, to, role, amount})
}

func (g *relationGraph) tallest() int {
	most := 0
	for _, c := range g.columns {
		most = max(most, len(c))
	}
	return most
}

// roles are what a line can stand for; a line is told by its colour and its dash.
func roles() []string { return []string{"holds", "secures", "provides liquidity", "lends", "borrows"} }

func roleStyle(role string, width vg.Length) draw.LineStyle {
	s := stroke(quiet(), width, 4)
	for i, r := range roles() {
		if r == role {
			s = stroke(tint(hue([]int{0, 2, 3, 4, 1}[i]), 0.75), width, []int{0, 5, 1, 2, 3}[i])
		}
	}
	for i := range s.Dashes {
		s.Dashes[i] *= max(1, width/3)
	}
	return s
}

// Size of a node's box in points.
const (
	nodeWidth  = 118
	nodeHeight = 23
)

func (g *relationGraph) draw(t Theme, c draw.Canvas) {
	c = t.heading(c, "Who holds, secures and lends what", "exact")
	var keys []key
	for _, r := range roles() {
		if g.has(r) {
			keys = append(keys, lineKey(r, roleStyle(r, 2)))
		}
	}
	c = t.legend(c, keys)
	for _, e := range g.edges {
		g.drawEdge(c, e)
	}
	for i := range g.nodes {
		g.drawNode(t, c, i)
	}
}

func (g *relationGraph) has(role string) bool {
	for _, e := range g.edges {
		if e.role == role {
			return true
		}
	}
	return false
}

// box places a node: its column by depth, spread evenly over the height.
func (g *relationGraph) box(c draw.Canvas, node int) vg.Rectangle {
	depth := g.nodes[node].depth
	column := g.columns[depth]
	row := 0
	for i, n := range column {
		if n == node {
			row = i
		}
	}
	last := max(1, len(g.columns)-1)
	x := c.Min.X + (c.Size().X-nodeWidth)*vg.Length(depth)/vg.Length(last)
	y := c.Max.Y - c.Size().Y*(vg.Length(row)+0.5)/vg.Length(len(column))
	return vg.Rectangle{Min: vg.Point{X: x, Y: y - nodeHeight/2}, Max: vg.Point{X: x + nodeWidth, Y: y + nodeHeight/2}}
}

func (g *relationGraph) drawEdge(c draw.Canvas, e relationEdge) {
	a, b := g.box(c, e.from), g.box(c, e.to)
	from, to := vg.Point{X: a.Max.X, Y: centre(a).Y}, vg.Point{X: b.Min.X, Y: centre(b).Y}
	bend := (to.X - from.X) / 2
	var p vg.Path
	p.Move(from)
	p.CubeTo(vg.Point{X: from.X + bend, Y: from.Y}, vg.Point{X: to.X - bend, Y: to.Y}, to)
	width := min(8, max(0.75, vg.Length(math.Log10(max(e.amount, 1)))-1.5))
	c.SetLineStyle(roleStyle(e.role, width))
	c.Stroke(p)
}

func (g *relationGraph) drawNode(t Theme, c draw.Canvas, i int) {
	n, r := g.nodes[i], g.box(c, i)
	fillBox(c, panelBg(), r)
	c.SetLineStyle(stroke(rule(), 0.75, 0))
	c.Stroke(r.Path())
	middle := centre(r)
	size := t.shrunk(bold, 5.5, labelSize, n.name, nodeWidth-6)
	c.FillText(t.style(bold, size, ink(), text.XCenter, text.YCenter), vg.Point{X: middle.X, Y: middle.Y + 5}, t.fit(bold, size, n.name, nodeWidth-6))
	amount := FormatNumber(max(n.in, n.out), 4) + " ETH"
	c.FillText(t.style(regular, labelSize-0.5, quiet(), text.XCenter, text.YCenter), vg.Point{X: middle.X, Y: middle.Y - 5.5}, amount)
}
