package restake

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/restakesim/restakesim/engine/money"
)

// joiner knows how one form of a file writes services and amounts.
type joiner struct {
	find   func(*jsonValue) (service int32, ok bool) // refuses what it does not find
	amount func(*jsonValue) (money.Gwei, bool)       // of the key profit, which may be missing
}

// joint reads the list under "joint", if there is one, into a network whose services
// are known.
func (a *assembly) joint(root *jsonValue, n *Network, j joiner) {
	if root == nil || root.get("joint") == nil {
		return
	}
	list := a.list(root, "joint")
	if len(list) > MostJoint {
		a.refuse(list[MostJoint].cell, fmt.Sprintf("more than %d joint profits", MostJoint), "")
		return
	}
	left := make([]money.Gwei, len(n.Services)) // of each profit, after the penalties so far
	for s, svc := range n.Services {
		left[s] = svc.Profit
	}
	for _, v := range list {
		if v.kind != jsonObject {
			a.refuse(v.cell, "an object belongs here", "with the keys services,profit")
			continue
		}
		a.known(v, "services", "profit")
		services, whole := a.joined(v, j)
		profit, ok := j.amount(v)
		if !ok || !whole {
			continue
		}
		for _, s := range services {
			if left[s] += min(0, profit); left[s] < 0 {
				a.refuse(v.get("profit").cell, fmt.Sprintf("the penalties that name service %s add up to more than its profit", n.Services[s].Name), "taking a service must not lower the profit")
				break
			}
		}
		n.Joint = append(n.Joint, JointProfit{services, profit})
	}
}

// joined reads the services of one joint profit; false if something is wrong.
func (a *assembly) joined(v *jsonValue, j joiner) (services []int32, ok bool) {
	before := len(a.problems)
	items := a.list(v, "services")
	for _, m := range items {
		s, found := j.find(m)
		switch {
		case !found:
		case slices.Contains(services, s):
			a.refuse(m.cell, "the service stands twice", "")
		default:
			services = append(services, s)
		}
	}
	if len(items) < 2 && len(a.problems) == before {
		a.refuse(v.get("services").cell, "a joint profit needs two services or more", "the profit of one stands with it")
	}
	slices.Sort(services)
	return services, len(a.problems) == before
}

// numbered is how bare networks write joint profits.
func (a *assembly) numbered(n *Network) joiner {
	return joiner{
		find: func(m *jsonValue) (int32, bool) {
			s, ok := a.natural(m)
			if ok && s >= int64(len(n.Services)) {
				a.refuse(m.cell, "there is no service "+m.text, "services are numbered from 0")
				return 0, false
			}
			return int32(s), ok
		},
		amount: func(v *jsonValue) (money.Gwei, bool) {
			p := v.get("profit")
			if p == nil {
				a.refuse(v.cell, "the key profit is missing", "")
				return 0, false
			}
			x, err := strconv.ParseInt(p.text, 10, 64)
			if p.kind != jsonNumber || err != nil || x == math.MinInt64 {
				a.refuse(p.cell, "a whole number belongs here", "negative for services that yield less together")
				return 0, false
			}
			return money.Gwei(x), true
		},
	}
}

// byName is how networks with names write joint profits.
func (a *assembly) byName(at map[string]int32) joiner {
	return joiner{
		find: func(m *jsonValue) (int32, bool) {
			s, found := at[m.text]
			switch {
			case m.kind != jsonString:
				a.refuse(m.cell, "the name of a service belongs here", "")
				return 0, false
			case !found && !a.cut:
				a.refuse(m.cell, "no service is called "+m.text, "")
			}
			return s, found
		},
		amount: func(v *jsonValue) (money.Gwei, bool) {
			c := a.scalar(v, "profit")
			text, negative := strings.CutPrefix(c.text, "-")
			c.text = text
			x, ok := a.amount(c)
			if negative {
				x = -x
			}
			return x, ok
		},
	}
}

// jointTotals adds bonuses to a sum of profits.
func (n *Network) jointTotals(sum money.Gwei) (money.Gwei, error) {
	var err, first error
	for _, j := range n.Joint {
		sum, err = money.Add(sum, max(0, j.Profit))
		first = cmp.Or(first, err)
	}
	return sum, first
}
