package chain

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// allOrNothing tries a message at so many gas limits from too small to ample: it does all that it does with ample gas,
// down to the last record and coin, or nothing.
func (p *portolan) allOrNothing(what string, limits uint64, sender, contract string, msg any, funds ...sdk.Coin) {
	p.t.Helper()
	ample := p.fork(blockGas)
	require.NoError(p.t, ample.try(sender, contract, msg, funds...), what)
	after, failed, done := ample.digest(), 0, 0
	for gas := ample.used / 10; gas <= ample.used*11/10; gas += ample.used / limits {
		scarce := p.fork(gas)
		if scarce.try(sender, contract, msg, funds...) != nil {
			failed++
			continue
		}
		done++
		require.Equal(p.t, after, scarce.digest(), "%s: with %d of %d gas it does a part", what, gas, ample.used)
	}
	p.t.Logf("%s, %d gas: %d limits are too low, %d are enough", what, ample.used, failed, done)
	require.NotZero(p.t, failed, what)
	require.NotZero(p.t, done, what)
	p.must(sender, contract, msg, funds...)
}

// A sale on a secured feed is reported, its fact challenged and overturned, and those whom it harmed repaid, among contracts
// that use up all the gas they get: subscribers, a receivable's owner, the adjudicator, a consumer.
func TestNoGasLimitTearsAFactFromWhatItMoves(t *testing.T) {
	for how, limits := range map[string]uint64{"burns_gas": 10, "fills_storage": 100, "recurses": 100} {
		t.Run(how, func(t *testing.T) {
			p := newPortolan(t)
			code := p.storeDouble()
			for _, name := range []string{"judge", "insurer", "vault", "before"} {
				p.cast(code, name, object{"saboteur": how})
			}
			terms := p.of9("escrow", "insurer")
			terms.adjudicator = "judge"
			f := p.secure(2, terms)
			id := f.sold("MSC:BL-7")
			p.must("seller", "escrow", object{"transfer_nft": object{"recipient": p.address("vault"), "token_id": id.String() + "/0"}})
			p.subscribes("before")
			about := loaded(p.address("shipment"), "MSC:BL-7")
			p.says("insurer", f.reserve(9, f.part(1_000, 0)), usd(fee(1_000)))
			bind := f.bind(9, "MSC:BL-7", onLoading()["milestone"].(object))
			bind["bind"].(object)["collection"] = p.address("shipment")
			p.says("insurer", bind)

			said := p.now() - hour
			report := f.reports(about, 0, f.say(9, happenedAt(said)))
			p.allOrNothing("report", limits, "anyone", "oracle", report)
			truth := happenedAt(said - hour)
			p.allOrNothing("challenge", limits, "challenger", "oracle", f.challenge(about, truth), usd(f.bond(about)))
			verdict := p.call("oracle", ruled(about, falsified(truth)))
			p.allOrNothing("rule", limits, "thief", "judge", object{"do": []any{verdict}})
			for consumer, reference := range map[string]any{"escrow": id, "insurer": 9} {
				p.allOrNothing("compensate "+consumer, limits, "anyone", "oracle", object{"compensate": object{
					"round": roundOf(about), "consumer": p.address(consumer), "reference": reference, "part": 0,
				}})
			}
			require.Equal(t, "1000", p.claimable("insurer", false), "it burned its payment")
		})
	}
}
