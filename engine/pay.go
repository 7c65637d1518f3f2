package engine

// openPay takes what services will pay for the first day as what they are known to pay
// at the snapshot, once prices are known.
func (w *World) openPay() error {
	if w.net != nil {
		if err := w.net.graph.Appraise(w.book, w.priceOf); err != nil {
			return err
		}
	}
	for _, t := range w.tokens {
		if err := w.seePay(t); err != nil {
			return err
		}
		t.outlook.Yield = w.netYield(t)
	}
	return nil
}

// seePay notes what services have paid a token for the last day, as a yearly yield of
// those who hold it: the network's, and those outside it at the file's rate.
func (w *World) seePay(t *token) error {
	backing, _, err := t.lt.Rate(w.book)
	if err != nil {
		return err
	}
	day, err := t.lt.ServicePay(w.book)
	if err != nil {
		return err
	}
	working, err := t.lt.Working(w.book)
	if err != nil {
		return err
	}
	t.services = 0
	if backing > 0 {
		t.services = (float64(day)*365 + float64(working)*t.spec.Services) / float64(backing)
	}
	return nil
}
