package chain

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const pageHead = `# What everything costs

Gas on wasmd 0.61, in process: signed transactions, nothing pinned, Wasm by ` + "`scripts/build`" + `. ` + "`scripts/gas --write`" + ` makes this page and
the committed figures (` + "`integration-tests/chain/gas.json`" + `); a test fails when an action costs over 3 % more than committed.

**Floor** is what an action cannot avoid: its transaction's bytes, the contracts it loads, calls, sends, signatures, and the
bytes it must read and write. ` + "`integration-tests/chain/floors.json`" + ` lists it for every action, with the reason, and every record with what it
holds in the fewest bytes; it is not what the code happens to do. Decoding JSON, checking and computing are in no floor. The budget
is 1.15 times the floor; what is over it is marked.

**Compared** is what an action costs above its floor, because ours keep more: a move of a title is also an act of its chain. A peer's
floor is made of our records of the same content. A message that only another contract sends is measured in the action that sends
it: ` + "`fact`, `milestone`, `encumbered`, `bound`" + `. ` + "`send_nft`" + `, and what a contract with a hold does, goes by way of a contract that does nothing else.
`

// words are the columns that hold no numbers.
var words = []string{"contract", "action", "effect", "our actions", "peer", "what it does", "what ours does besides", "why", "than the peer"}

// pageOf is docs/gas.md.
func pageOf(f floors, now table) string {
	var text strings.Builder
	text.WriteString(pageHead)
	section := func(title string, columns ...string) {
		fmt.Fprintf(&text, "\n## %s\n\n| %s |\n|", title, strings.Join(columns, " | "))
		for _, column := range columns {
			rule := "---:"
			if slices.Contains(words, column) {
				rule = "---"
			}
			text.WriteString(rule + "|")
		}
		text.WriteString("\n")
	}
	row := func(cells ...string) { fmt.Fprintf(&text, "| %s |\n", strings.Join(cells, " | ")) }

	section("Contracts", "contract", "bytes", "store", "instantiate")
	for _, c := range now.Contracts {
		row(c.Name, thousands(int64(c.Bytes)), thousands(c.Store), thousands(c.Instantiate))
	}

	section("Over the budget", "action", "why")
	for _, action := range slices.Sorted(maps.Keys(f.Over)) {
		row(action, f.Over[action])
	}

	section("Budgets in gas", "action", "gas", "at most")
	for _, a := range now.Actions {
		if limit, is := f.AtMost[a.Action]; is {
			row(a.Action, thousands(a.Gas), thousands(limit))
		}
	}
	var together, rounds int64
	for _, a := range now.Actions {
		if strings.HasPrefix(a.Action, "oracle.report, a transaction each, ") {
			together, rounds = together+a.Gas, rounds+1
		}
	}
	fmt.Fprintf(&text, "\nThe round of nine with a transaction a reporter, as other oracles do it, closes with the %dth and is %s gas in all.\n",
		rounds, thousands(together))

	peers := map[string]actionRow{}
	for _, peer := range now.Peers {
		peers[peer.Action] = peer
	}
	gas := map[string]int64{}
	for _, contract := range ours {
		section(contract, "action", "bytes", "gas", "floor", "ratio", "over 1.15")
		for _, a := range now.Actions {
			if !strings.HasPrefix(a.Action, contract+".") {
				continue
			}
			gas[a.Action] = a.Gas
			over := ""
			if excess := a.overBudget(); excess > 0 {
				over = thousands(excess)
			}
			row(strings.TrimPrefix(a.Action, contract+"."), strconv.Itoa(a.Bytes), thousands(a.Gas), thousands(a.Floor),
				fmt.Sprintf("%.2f", a.ratio()), over)
		}
	}

	section("Nine signatures in one transaction", "what it does", "gas", "more than a payment")
	const nine, plain = "oracle.report, nine, ", "oracle.report, nine, a milestone paid"
	for _, a := range now.Actions {
		if what, is := strings.CutPrefix(a.Action, nine); is {
			row(what, thousands(a.Gas), thousands(a.Gas-gas[plain]))
		}
	}

	section("Against cw721-base", "action", "gas", "above floor", "peer's gas", "peer's above floor", "than the peer")
	for _, a := range now.Actions {
		name, compared := f.Against[a.Action]
		if !compared {
			continue
		}
		peer := peers[name]
		verdict := "less"
		if a.above() >= peer.above() {
			verdict = "**more**: " + f.More[a.Action]
		}
		row(a.Action, thousands(a.Gas), thousands(a.above()), thousands(peer.Gas), thousands(peer.above()), verdict)
	}

	section("Against others, for the same effect", "effect", "our actions", "gas", "peer", "peer's gas", "what ours does besides")
	for _, p := range f.Published {
		var sum int64
		for _, action := range p.Ours {
			sum += gas[action]
		}
		row(p.Effect, strings.Join(p.Ours, "; "), thousands(sum), p.Peer, thousands(p.Gas), p.Besides)
	}

	section("With many records", "action", "with 10", "with many", "records", "ratio")
	for _, g := range now.Growth {
		row(g.Action, thousands(g.With10), thousands(g.Gas), thousands(int64(g.Many)), fmt.Sprintf("%.4f", float64(g.Gas)/float64(g.With10)))
	}
	return text.String()
}

// thousands is a number as people write it.
func thousands(number int64) string {
	digits := strconv.FormatInt(number, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
