package verify

import "context"

// markets are the files of market vectors, which state no format: what their cases have
// tells what they are.
var markets = []struct {
	has    func(c object) bool
	replay func(tolerance object) replayer
}{
	{isLiquidation, liquidation},
	{isLeverage, leverage},
	{isCascade, cascade},
	{isUniswap, uniswap},
	{isStableSwap, stableSwap},
	{isHistory, history},
	{isPendleMarket, pendleMarket},
}

// market replays market vectors; false says that the file is none.
func (r *Report) market(ctx context.Context, s *source) (known bool, err error) {
	file := newObject(s.text)
	cases := file.list("cases")
	if *file.first != nil || len(cases) == 0 || !file.has("tolerance") {
		return false, nil
	}
	for _, m := range markets {
		if m.has(cases[0]) {
			tolerance := file.sub("tolerance")
			err := r.each(ctx, s, m.replay(tolerance))
			if err == nil && *file.first != nil {
				err = s.refuse(0, "tolerance", (*file.first).Error(), "")
			}
			return true, err
		}
	}
	return false, nil
}
