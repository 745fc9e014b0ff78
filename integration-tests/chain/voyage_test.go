package chain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What the one transaction with nine signatures may cost that pays a milestone which is not the last.
const releaseBudget = 350_000

func TestTheWorkedExampleIsPaidOnTheRealVirtualMachine(t *testing.T) {
	// given
	p := newPortolan(t)
	p.noteFloor()
	p.gas.print(t)
	p.gas = nil
	staked := p.balance(p.address("oracle"))

	// when
	for _, block := range example(t) {
		p.play(block)
	}

	// then
	p.gas.print(t)
	require.EqualValues(t, 3_000, p.gained("seller"), "is paid when the goods are on board")
	require.EqualValues(t, 6_930, p.gained("investor"), "bought what is due at discharge, one percent less for a day's delay")
	require.EqualValues(t, -9_930, p.gained("buyer"), "gets back what the delay costs")
	require.EqualValues(t, 0, p.gained("carrier"), "has the questions' deposits back")
	require.EqualValues(t, 0, p.balance(p.address("escrow")), "keeps nothing")
	require.EqualValues(t, 0, p.balance(p.address("shipment")), "keeps nothing")
	require.Equal(t, staked, p.balance(p.address("oracle")), "keeps the stake")
	title := p.query("shipment", object{"title": object{"token_id": "MSC:BL-7"}})
	p.holds(title, object{"status": "accomplished"}, "title")
}

func TestTheBuyerHoldsTheBillAndAllMilestonesAreSettledOnceTheGoodsAreDischarged(t *testing.T) {
	// given
	p := newPortolan(t)

	// when
	p.playUntil("surrender", example(t))

	// then
	agreement := p.query("escrow", object{"agreement": object{"agreement": 1}})
	settled := object{"state": "settled"}
	p.holds(agreement, object{"status": "closed", "milestones": []any{settled, settled}}, "agreement")
	owner := p.query("shipment", object{"owner_of": object{"token_id": "MSC:BL-7"}})
	p.holds(owner, object{"owner": p.address("buyer")}, "title")
}

func TestNineSignaturesPayAMilestoneWithinTheBudget(t *testing.T) {
	// given
	p := newPortolan(t)
	rest := p.playUntil("report", example(t))

	// when
	p.play(rest[0])

	// then
	require.EqualValues(t, 3_000, p.gained("seller"), "in this same transaction")
	require.LessOrEqual(t, p.gas.last("oracle.report"), int64(releaseBudget))
}
