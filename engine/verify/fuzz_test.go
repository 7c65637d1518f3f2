package verify

import (
	"context"
	"testing"
)

// FuzzFile feeds anything to the readers: nothing may panic, and what is accepted as a
// certificate must still be one when it is written again.
func FuzzFile(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(`{"format":"restaking-vectors/1","cases":[{"id":"x","network":{"stakes":[3,4],"services":[{"profit":5,"alpha":"1/2","members":[0,1]}]},"shock":[0],"expected":{"secure":false,"worst_case":[{"psi":"1/2","attackers":[9]}],"gamma_max":"1/5"}}]}`))
	f.Add([]byte(`{"format":"restaking-vectors/1","cases":[{"network":{"stakes":[3],"services":[{"prize":5,"theta":"1/2"}],"alloc":[[2]]},"expected":{"attacked":[0],"byzantine_set":[0]}}]}`))
	f.Add([]byte(`{"tolerance":{"rel_amount":1e-9},"cases":[{"op":"sell_yt","market":{"total_pt":"10","total_sy":"10","total_lp":"10","scalar_root":"5","ln_fee_rate_root":"0.001","reserve_fee_fraction":"0.8","last_ln_implied_rate":"0.1","time_to_expiry_s":86400,"sy_index":"1"},"args":{"yt_amount":"1"},"expected":{"fee_sy":"9"}}]}`))
	f.Add([]byte(`{"schema":"protocol-vectors/1","protocol":"pendle","cases":[{"tolerance_relative":1e-9,"input":{"total_pt":1,"total_asset":1,"scalar_root":4,"seconds_to_expiry":9,"pt_to_account":-1},"expect":{"error":"MarketProportionTooHigh"}}]}`))
	f.Add([]byte(`{"schema":"protocol-vectors/1","protocol":"eigenlayer","cases":[{"params":{"native_eth":true},"initial":{"operators":{"o":{"max_magnitude":"9"}}},"ops":[{"op":"deposit","staker":"a","shares":"5"},{"op":"delegate","staker":"a","operator":"o"},{"op":"beacon_loss","staker":"a","balance_before":"5","loss":"2"},{"op":"queue_withdrawal","staker":"a","deposit_shares":"1"}]}]}`))
	f.Add([]byte(`{"tolerance":{"D_rel":1e-11},"cases":[{"op":"withdraw_one","pool":{"n":2,"A":20,"balances":["40","60"],"rates":["1","1.1"],"fee":"0.01","admin_fee":"0.5","offpeg_fee_multiplier":"5","lp_supply":"100"},"args":{"i":1,"lp":"6","amounts":["1"],"dx":"3","j":0},"expected":{"dy_net":"6","balances_after":["1","2"],"fees":["0"],"price_after":"1"}}]}`))
	f.Add([]byte(`{"tolerance":{"abs_model":1e-9},"cases":[{"eth":"1","steth":"2","model_price_A50":"0.99","published_price":0.98}]}`))
	f.Add([]byte(`{"tolerance":{"v2_rel_amount":1e-10},"cases":[{"op":"exact_in","pool":{"kind":"v2","reserve0":"5","reserve1":"7","fee":"0.003"},"args":{"token_in":0,"amount_in":"1"},"expected":{"amount_out":"1","k_growth":"0"}}]}`))
	f.Add([]byte(`{"tolerance":{"v3_rel_amount":1e-9},"cases":[{"op":"v3_exact_in","pool":{"kind":"v3","price":"1","fee":"0.003","tick_spacing":10,"positions":[{"lower":-10,"upper":20,"liquidity":"9"}]},"args":{"zero_for_one":true,"amount_in":"1"},"expected":{"amount_out":"1","exhausted":true}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := File(context.Background(), "f", text)
		if (err == nil) != (r != nil) {
			t.Fatalf("report %v and error %v", r, err)
		}
		c, err := ParseCertificate("proof.json", text)
		if err != nil || c.Check() != nil {
			return
		}
		again, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if c, err = ParseCertificate("proof.json", again); err != nil || c.Check() != nil {
			t.Fatalf("%v: written again:\n%s", err, again)
		}
	})
}
