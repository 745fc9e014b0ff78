package chain

import (
	"fmt"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/stretchr/testify/require"
)

const (
	// What an adjudicator that is a contract may use to take note of a case.
	caseGas = 400_000
	// Seats with little stake, so that there can be many such feeds; 1,080 may hang on times.
	smallStake = 1_000
	smallSum   = 500
)

// says is a message of a person or of a double, with money that comes with it.
func (p *portolan) says(who string, msg any, funds ...sdk.Coin) {
	p.t.Helper()
	if _, is := p.people[who]; is {
		p.must(who, "oracle", msg, funds...)
		return
	}
	p.must("thief", who, object{"do": []any{p.call("oracle", msg, funds...)}}, funds...)
}

// small are the terms of a feed with little stake.
func (p *portolan) small(consumers ...string) secured {
	terms := p.of9(consumers...)
	terms.pledge = smallStake
	return terms
}

// claimable is what the oracle could not pay somebody.
func (p *portolan) claimable(name string, token bool) any {
	p.t.Helper()
	return p.query("oracle", object{"claimable": object{"account": p.address(name), "asset": p.asset(token)}})
}

// A case begins whatever its adjudicator does about it, and he may decide it all the same.
func TestAnAdjudicatorThatFailsStopsNoChallenge(t *testing.T) {
	p := newPortolan(t)
	code := p.storeDouble()
	for i, how := range manners {
		p.cast(code, how.name, object{"saboteur": how.name})
		terms := p.small("consumer")
		terms.adjudicator = how.name
		f := p.secure(uint32(2+i), terms)
		about := f.hangs(i, how.name, smallSum)
		p.must("anyone", "oracle", f.all(about))

		result, err := p.send("challenger", "oracle", f.challenge(about, nil), usd(f.bond(about)))
		require.NoError(t, err, how.name)
		failed := eventsOf(result, "oracle/case_notice_failed")
		require.Equal(t, !how.fits(caseGas), len(failed) == 1, how.name)
		require.LessOrEqual(t, result.GasUsed, 300_000+min(how.gas, caseGas), how.name)

		p.has(how.name, "oracle", ruled(about, upheld))
		require.EqualValues(t, leastBond/2, p.balance(p.address(how.name)), "%s: half of the lost bond", how.name)
	}
}

// Who is repaid by way of a contract that fails can still have it; and nobody else waits for that.
func TestAConsumerThatFailsKeepsNobodyFromBeingRepaid(t *testing.T) {
	p := newPortolan(t)
	code := p.storeDouble()
	collected := int64(0)
	for i, how := range manners {
		p.cast(code, how.name, object{"saboteur": how.name})
		f := p.secure(uint32(2+i), p.small(how.name, "consumer"))
		about := f.asked(how.name, milestone(0, "LOAD"))
		for number, consumer := range []string{how.name, "consumer"} {
			room := f.reserve(i, f.part(smallSum, 0))
			if number == 1 {
				room["reserve"].(object)["too_late"] = p.address("seller")
			}
			p.says(consumer, room, usd(fee(smallSum)))
			p.says(consumer, f.bind(i, how.name, milestone(0, "LOAD")))
		}
		// A fact that is an hour too late: the payee's side is harmed.
		p.must("anyone", "oracle", f.reports(about, 0, f.say(9, happenedAt(f.now()))))
		truth := happenedAt(f.now() - hour)
		p.must("challenger", "oracle", f.challenge(about, truth), usd(f.bond(about)))
		p.must("adjudicator", "oracle", ruled(about, falsified(truth)))

		seller := p.gained("seller")
		for _, consumer := range []string{how.name, "consumer"} {
			p.must("anyone", "oracle", object{"compensate": object{
				"round": roundOf(about), "consumer": p.address(consumer), "reference": i, "part": 0,
			}})
		}
		require.EqualValues(t, smallSum, p.gained("seller")-seller, how.name)
		if how.fits(paymentGas) {
			require.EqualValues(t, smallSum, p.balance(p.address(how.name)), how.name)
			require.Equal(t, "0", p.claimable(how.name, false), how.name)
			continue
		}
		require.EqualValues(t, 0, p.balance(p.address(how.name)), how.name)
		require.Equal(t, fmt.Sprint(smallSum), p.claimable(how.name, false), "%s: it waits", how.name)
		p.has(how.name, "oracle", object{"withdraw": object{"asset": native(), "to": p.address("chamber")}})
		collected += smallSum
	}
	require.Equal(t, collected, p.gained("chamber"))
}

// The treasury is an account of the chain's own that takes no coins: what it is due waits, and everybody else has theirs.
func TestATreasuryThatCannotBePaidStopsNobody(t *testing.T) {
	p := newPortolan(t)
	p.contracts["pool"] = authtypes.NewModuleAddress(stakingtypes.BondedPoolName).String()
	terms := p.of9("consumer")
	terms.treasury = "pool"
	f := p.secure(2, terms)
	waiting := int64(0)
	waits := func(more int64) {
		t.Helper()
		waiting += more
		require.Equal(t, fmt.Sprint(waiting), p.claimable("pool", false))
	}

	about := f.hangs(1, "T-1", 10_000)
	p.must("consumer", "oracle", f.reserve(2, f.part(1_000, 1)), usd(fee(1_000)))
	p.must("consumer", "oracle", object{"release": object{"reference": 2, "parts": []int{0}}})
	waits(3) // the fee

	p.must("anyone", "oracle", f.all(about))
	p.pass(22 * day)
	before := p.gained(operator(1))
	p.must("anyone", "oracle", object{"claim_rewards": object{"reporter": 1, "rounds": []object{roundOf(about)}}})
	require.EqualValues(t, 2, p.gained(operator(1))-before, "a ninth of 85 % of 30")
	require.EqualValues(t, 3, p.gained("adjudicator"))
	waits(30 - 9*2 - 3)

	about = f.hangs(3, "T-2", 10_000)
	p.must("anyone", "oracle", f.reports(about, 0, f.say(9, happenedAt(f.now()-hour))))
	truth := happenedAt(f.now())
	p.pass(hour)
	challenger := p.gained("challenger")
	p.must("challenger", "oracle", f.challenge(about, truth), usd(f.bond(about)))
	p.must("adjudicator", "oracle", ruled(about, falsified(truth)))
	const slashed = 9 * stakeOf9
	require.EqualValues(t, slashed*30/100, p.gained("challenger")-challenger)
	waits(slashed*5/100 + 30)
	p.must("anyone", "oracle", object{"compensate": object{
		"round": roundOf(about), "consumer": p.address("consumer"), "reference": 3, "part": 0,
	}})
	require.EqualValues(t, 10_000, p.gained("buyer"))
}

// A lost bond is ruled on though its token cannot be burned, or a coin stands still.
func TestWhatCannotBeBurnedStopsNoRuling(t *testing.T) {
	p := newPortolan(t)
	code := p.storeDouble()
	p.cast(code, "cw20", object{"token": object{}})
	for _, name := range []string{"consumer", "challenger", operator(0), operator(1), operator(2), operator(3), operator(4)} {
		order := encoded(t, object{"mint": []any{p.address(name), 1_000_000}})
		_, err := p.GetWasmApp().WasmKeeper.Sudo(p.GetContext(), p.accountOf("cw20"), order)
		require.NoError(t, err)
	}
	p.must("owner", "oracle", object{"admit_asset": object{"asset": p.asset(true)}})
	terms := p.of9("consumer")
	terms.token = true
	f := p.secure(2, terms)
	about := f.hangs(1, "T-1", 10_000)
	p.must("anyone", "oracle", f.doubtful(about))
	p.bring(true, "challenger", "oracle", f.challenge(about, nil), f.bond(about))
	p.must("adjudicator", "oracle", ruled(about, upheld))
	p.holds(p.query("oracle", object{"round": roundOf(about)}), object{"status": "final"}, "the token has no burn")

	coins := p.secure(3, p.of9("consumer"))
	about = coins.hangs(2, "T-2", 10_000)
	p.must("anyone", "oracle", coins.doubtful(about))
	p.must("challenger", "oracle", coins.challenge(about, nil), usd(coins.bond(about)))
	p.frozen(func() { p.must("adjudicator", "oracle", ruled(about, upheld)) })
	p.holds(p.query("oracle", object{"round": roundOf(about)}), object{"status": "final"}, "the coin stands still")
	require.Equal(t, fmt.Sprint(leastBond/2), p.claimable("adjudicator", false))
}
