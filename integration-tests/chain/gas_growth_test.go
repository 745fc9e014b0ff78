package chain

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	wasmkeeper "github.com/CosmWasm/wasmd/x/wasm/keeper"
	sdk "github.com/cosmos/cosmos-sdk/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	"github.com/stretchr/testify/require"
)

const (
	few  = 10
	many = 1_000
	// With -full.
	most = 100_000
	// How many are made in one block.
	aBlock = 1_000
)

// busyChain is a chain with many records of everything that there can be many of: titles of one holder with their
// questions, agreements between two parties with their receivables, reporters of an operator, feeds of a creator, devices of
// an owner and logs of one of them.
type busyChain struct {
	tour
	grown int
	// An agreement of the many for each round.
	oneOf map[string]json.Number
	// Whose logs there are many of.
	logger *sensor
}

// grown is the gas of actions with few and with many records there.
func grown(t *testing.T) (rows []growthRow) {
	t.Helper()
	count := many
	if *full {
		count = most
	}
	before, after := aBusyChain(t), []spent{}
	before.growTo(few)
	before.act("A")
	with10 := *before.rows
	before.rows = &after
	before.growTo(count)
	before.act("B")
	for i, row := range after {
		require.Equal(t, with10[i].what, row.what)
		rows = append(rows, growthRow{row.what, with10[i].gas, count, row.gas})
	}
	return rows
}

func aBusyChain(t *testing.T) *busyChain {
	t.Helper()
	p := newPortolan(t)
	rich := sdk.NewCoins(usd(20 * most))
	for _, name := range []string{"carrier", "buyer"} {
		require.NoError(t, p.GetWasmApp().BankKeeper.MintCoins(p.GetContext(), minttypes.ModuleName, rich))
		require.NoError(t, p.GetWasmApp().BankKeeper.SendCoinsFromModuleToAccount(p.GetContext(), minttypes.ModuleName, p.people[name].account, rich))
	}
	p.addDevices()
	logger := &sensor{reporter: byEd25519(sha256.Sum256([]byte("logger"))), channels: []channel{temperature, humidity}}
	p.must("carrier", "devices", p.registration(logger))
	logger.device, logger.until = 1, p.now()
	return &busyChain{tour{p, &[]spent{}}, 0, map[string]json.Number{"A": "1", "B": "2"}, logger}
}

// growTo makes records until there are so many of each, without signatures and fees: many messages a block.
func (c *busyChain) growTo(count int) {
	c.t.Helper()
	// The logger's windows have a second each.
	c.waitUntil(c.logger.until + int64(count) + hour)
	c.NextBlock()
	keeper := wasmkeeper.NewDefaultPermissionKeeper(c.GetWasmApp().WasmKeeper)
	ctx := c.GetContext()
	execute := func(sender, contract string, msg any, coins ...sdk.Coin) {
		_, err := keeper.Execute(ctx, c.accountOf(contract), c.people[sender].account, encoded(c.t, msg), sdk.NewCoins(coins...))
		require.NoError(c.t, err, "%s", encoded(c.t, msg))
	}
	terms := c.terms(paysAt(onLoading(), "1"), releasing(paysAt(onDischarge(), "1")))
	bill, propose := c.bill("", nil), object{"propose": object{"terms": terms, "valid_until": at(30)}}
	bar := progress{what: "titles, agreements, reporters, feeds, devices and logs", of: count}
	for ; c.grown < count; c.grown++ {
		n := c.grown
		bill["issue"].(object)["token_id"] = fmt.Sprintf("C-%06d", n)
		execute("carrier", "shipment", bill, usd(2*deposit))
		terms["invoice"] = c.replaced(fmt.Sprintf("<digest of order %d>", n))
		execute("seller", "escrow", propose)
		c.agreements++
		execute("buyer", "escrow", object{"accept": object{"agreement": c.agreements, "terms": c.digestOf(ctx, c.agreements)}}, usd(2))
		key := bySecp256k1(sha256.Sum256(fmt.Appendf(nil, "one of many %d", n)))
		execute("keeper", "oracle", object{"enrol_reporter": object{"key": object{key.scheme: key.key}, "class": "device"}})
		execute("keeper", "oracle", c.stakedFeed())
		device := &sensor{reporter: byEd25519(sha256.Sum256(fmt.Appendf(nil, "device %d", n))), channels: c.logger.channels}
		execute("carrier", "devices", c.registration(device))
		execute("carrier", "devices", c.logger.submit(c.address("devices"), 1))
		if n%aBlock == aBlock-1 {
			c.NextBlock()
			ctx = c.GetContext()
		}
		bar.reach(n + 1)
	}
	c.NextBlock()
}

// digestOf is what an agreement is accepted by, in a block that is not made yet.
func (c *busyChain) digestOf(ctx sdk.Context, agreement int) string {
	c.t.Helper()
	question := encoded(c.t, object{"agreement": object{"agreement": agreement}})
	answer, err := c.GetWasmApp().WasmKeeper.QuerySmart(ctx, c.accountOf("escrow"), question)
	require.NoError(c.t, err)
	var terms struct {
		Digest string `json:"digest"`
	}
	require.NoError(c.t, json.Unmarshal(answer, &terms))
	return terms.Digest
}

// act sends what could cost more with every record there. The names differ by one letter from round to round.
func (c *busyChain) act(round string) {
	c.t.Helper()
	title := "MSC:BL-" + round
	key := bySecp256k1(sha256.Sum256([]byte("reporter " + round)))
	c.action("oracle.bond", "keeper", "oracle", object{"bond": object{}}, usd(pledge))
	c.action("oracle.enrol_reporter", "keeper", "oracle",
		object{"enrol_reporter": object{"key": object{key.scheme: key.key}, "class": "device"}})
	c.action("oracle.create_feed", "keeper", "oracle", c.stakedFeed())
	device := &sensor{reporter: byEd25519(sha256.Sum256([]byte("device " + round))), channels: c.logger.channels}
	c.action("devices.register, of Ed25519", "carrier", "devices", c.registration(device))
	c.action("devices.submit, of Ed25519", "anyone", "devices", c.logger.submit(c.address("devices"), 1))
	c.action("shipment.issue", "carrier", "shipment", c.bill(title, nil), usd(2*deposit))
	c.action("shipment.approve", "seller", "shipment",
		object{"approve": object{"spender": c.address("investor"), "token_id": title, "expires": nil}})
	c.action("escrow.propose", "seller", "escrow", object{"propose": object{"terms": c.terms(), "valid_until": at(30)}})
	c.agreements++
	id := c.latestAgreement()
	c.action("escrow.accept", "buyer", "escrow", c.acceptance(id), usd(10_000))
	c.action("escrow.transfer_nft", "seller", "escrow",
		object{"transfer_nft": object{"recipient": c.address("investor"), "token_id": string(id) + "/1"}})
	c.action("shipment.encumber, presented to the escrow", "seller", "shipment", c.presentation(title, id))
	subject := loaded(c.address("shipment"), title)
	c.action("oracle.report, nine, a milestone paid", "anyone", "oracle", c.report(subject, wholeCommittee))
	last := discharged(c.address("shipment"), title)
	c.action("oracle.report, nine, the last: title delivered, deposit returned", "anyone", "oracle", c.report(last, wholeCommittee))
	c.action("shipment.transfer_nft", "buyer", "shipment",
		object{"transfer_nft": object{"recipient": c.address("seller"), "token_id": title}})
	c.action("shipment.surrender", "seller", "shipment",
		object{"surrender": object{"token_id": title, "purpose": "delivery", "remark": nil}})
	c.action("shipment.accept_surrender", "carrier", "shipment", object{"accept_surrender": object{"token_id": title, "remark": nil}})
	c.action("escrow.release", "buyer", "escrow", object{"release": of(c.oneOf[round], 0)})
}

// progress is a bar on the screen; in a file, a line every tenth.
type progress struct {
	what     string
	of, last int
}

func (b *progress) reach(done int) {
	const width = 40
	filled := done * width / b.of
	if filled == b.last && done < b.of || b.of <= few {
		return
	}
	b.last = filled
	end := ""
	if done == b.of {
		end = "\n"
	}
	fmt.Fprintf(os.Stderr, "\r[%s%s] %s of %s %s%s", strings.Repeat("#", filled), strings.Repeat(" ", width-filled),
		thousands(int64(done)), thousands(int64(b.of)), b.what, end)
}
