package attack

import "github.com/restakesim/restakesim/engine/money"

// singleSkips bounds the branches of one service's knapsack. It closes every
// service with up to a dozen backers and nearly all larger ones; where it does
// not, the bracket stays open.
const singleSkips = 1024

// Single brackets the least cost of taking one service alone. It is false for a
// service that nobody backs. In σ with whole stakes this is the minimum subset sum
// at or above the threshold.
func (s *Searcher) Single(service int32, o Objective) (c Bracket, ok bool) {
	s.begin(o)
	return s.single(service)
}

func (s *Searcher) single(v int32) (c Bracket, ok bool) {
	s.c.take(v)
	c, ok = s.choose(v, singleSkips)
	s.c.drop(v)
	return c, ok
}

// Survey is the price of every service on its own.
type Survey struct {
	ByService []Bracket  // zero where nobody backs the service; aliases the searcher
	Cheapest  int32      // service with the least Upper, −1 if none can be attacked
	Price     Bracket    // price of corruption: the least cost of any attack
	Breakable int        // services whose profit exceeds Upper
	Profit    money.Gwei // profits of all services that can be attacked
}

// Survey prices every service alone. The least of the prices is the price of
// corruption of the whole network, because taking more services never costs less.
func (s *Searcher) Survey(o Objective) Survey {
	s.begin(o)
	out := Survey{ByService: s.brackets[:0], Cheapest: -1}
	for v := range int32(s.g.services()) {
		c, ok := s.single(v)
		out.ByService = append(out.ByService, c)
		if !ok {
			continue
		}
		profit := money.Gwei(s.g.profit[v])
		out.Profit += profit
		if profit > c.Upper {
			out.Breakable++
		}
		if out.Cheapest < 0 {
			out.Cheapest, out.Price = v, c
			continue
		}
		if c.Upper < out.Price.Upper {
			out.Cheapest = v
		}
		out.Price = Bracket{Lower: min(out.Price.Lower, c.Lower), Upper: min(out.Price.Upper, c.Upper)}
	}
	s.brackets = out.ByService
	return out
}
