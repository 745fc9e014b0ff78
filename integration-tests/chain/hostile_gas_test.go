package chain

import (
	"encoding/json"
	"fmt"
	"testing"

	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// fork is a branch of the chain's present state: what is tried there is forgotten. Messages come unsigned, so that the gas
// they have is what a transaction has left when its signature is paid.
func (p *portolan) fork(gas uint64) *forked {
	ctx, _ := p.GetContext().CacheContext()
	ctx = ctx.WithBlockTime(p.Coordinator.CurrentTime)
	m := &machine{engine: &engine{}, app: p.GetWasmApp()}
	return &forked{p, &branch{machine: m, ctx: ctx, gas: gas}}
}

type forked struct {
	*portolan
	*branch
}

func (f *forked) try(sender, contract string, msg any, funds ...sdk.Coin) error {
	return f.once(func(ctx sdk.Context) error {
		return f.branch.deliver(ctx, &wasmtypes.MsgExecuteContract{
			Sender: f.address(sender), Contract: f.address(contract), Msg: encoded(f.t, msg), Funds: sdk.NewCoins(funds...),
		})
	})
}

func (f *forked) asked(contract string, question object) (answer any) {
	f.t.Helper()
	address := sdk.MustAccAddressFromBech32(f.address(contract))
	raw, err := f.branch.app.WasmKeeper.QuerySmart(f.ctx, address, encoded(f.t, question))
	require.NoError(f.t, err)
	decodedJSON(f.t, raw, &answer)
	return answer
}

// delivered is whether all that the discharge owes to anybody is his: the receivable's owner has 6,930, or may withdraw them
// if he does not let himself be paid; the buyer has 70 back and the bill.
func (f *forked) delivered(refuses bool) bool {
	f.t.Helper()
	claim := f.asked("escrow", object{"claimable": object{"account": f.address("vault"), "asset": object{"native": coin}}})
	has := func(name string) int64 {
		account := sdk.MustAccAddressFromBech32(f.address(name))
		return f.branch.app.BankKeeper.GetBalance(f.ctx, account, coin).Amount.Int64()
	}
	paid := has("vault") == 6_930 && claim == "0"
	if refuses {
		paid = has("vault") == 0 && claim == "6930"
	}
	owner := f.asked("shipment", object{"owner_of": object{"token_id": "MSC:BL-7"}}).(object)["owner"]
	return paid && has("buyer") == funds-9_930 && owner == f.address("buyer")
}

// The chain applies a submessage's limit only if more gas than that is left. So a report that is given too little gas must
// fail as a whole, or what it did not do must be done by `Sync`.
func TestNoGasLimitMakesAFactFinalAndLosesAPayment(t *testing.T) {
	for _, crowd := range []struct {
		name, before, after, owner string
		from, to, step             uint64
	}{
		{"nobody else", "", "", "returns_nonsense", 50_000, 700_000, 2_500},
		{"storage is filled", "fills_storage", "fills_storage", "fills_storage", 50_000, 6_000_000, 50_000},
		{"calls recurse", "recurses", "recurses", "recurses", 100_000, 6_000_000, 150_000},
		{"gas is burnt", "burns_gas", "", "burns_gas", 500_000, 3_500_000, 500_000},
	} {
		t.Run(crowd.name, func(t *testing.T) {
			p := newPortolan(t)
			code := p.storeDouble()
			p.cast(code, "vault", object{"saboteur": crowd.owner})
			rest := p.playUntil("encumber", example(t))
			subscribe := func(name, how string) {
				if how != "" {
					p.cast(code, name, object{"saboteur": how})
					p.subscribes(name)
				}
			}
			subscribe("before", crowd.before)
			rest = p.playUntil("report", rest)
			subscribe("after", crowd.after)
			p.must("investor", "escrow", object{"transfer_nft": object{"recipient": p.address("vault"), "token_id": "1/1"}})
			p.reported(rest[0])
			report, _ := p.ready(rest[1])

			refuses := crowd.owner != "returns_nonsense"
			var fails, atOnce, bySync []uint64
			for gas := crowd.from; gas <= crowd.to; gas += crowd.step {
				f := p.fork(gas)
				if f.try("anyone", "oracle", report) != nil {
					fails = append(fails, gas)
					continue
				}
				subject := report.(object)["report"].(object)["subject"]
				question := f.asked("oracle", object{"question": object{"subject": subject}})
				require.Contains(t, fmt.Sprint(question.(object)["standing"]), "happened:1.36", "%d: the fact is final", gas)
				if f.delivered(refuses) {
					atOnce = append(atOnce, gas)
					continue
				}
				f.gas = blockGas
				_ = f.try("anyone", "shipment", object{"sync": object{"token_id": "MSC:BL-7"}})
				_ = f.try("anyone", "escrow", object{"sync": object{"agreement": json.Number("1")}})
				require.True(t, f.delivered(refuses), "%d gas: the fact is final and the payment lost", gas)
				bySync = append(bySync, gas)
			}
			t.Logf("%d fail, %s; %d pay by a sync, %s; %d pay at once, %s",
				len(fails), span(fails), len(bySync), span(bySync), len(atOnce), span(atOnce))
			require.NotEmpty(t, fails, "some limits are too low")
			require.NotEmpty(t, atOnce, "some are ample")
		})
	}
}

func span(gas []uint64) string {
	if len(gas) == 0 {
		return "none"
	}
	return fmt.Sprintf("from %d to %d", gas[0], gas[len(gas)-1])
}
