package chain

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	write  = flag.Bool("write", false, "write the table of gas as it is now")
	shown  = flag.String("print", "", "a file to print the table of gas to")
	asJSON = flag.Bool("json", false, "print the table of gas as JSON")
	traced = flag.String("trace", "", "print all that actions of such a name read, write and ask")
	full   = flag.Bool("full", false, "grow to 100,000 records instead of 1,000")
)

const (
	committedTable = "gas.json"
	page           = "../../docs/gas.md"
	// What an action may differ from what is committed, in percent.
	tolerance = 3
	// An action's gas over its floor.
	budget = 1.15
	// What it may cost with many records, by what it costs with ten.
	growth = 1.01
)

// table is gas.json: the gas of all actions, committed.
type table struct {
	Contracts []contractRow `json:"contracts"`
	Actions   []actionRow   `json:"actions"`
	Peers     []actionRow   `json:"peers"`
	Growth    []growthRow   `json:"growth"`
}

type contractRow struct {
	Name        string `json:"name"`
	Bytes       int    `json:"bytes"`
	Store       int64  `json:"store"`
	Instantiate int64  `json:"instantiate"`
}

type actionRow struct {
	Action string `json:"action"`
	Bytes  int    `json:"bytes"`
	Gas    int64  `json:"gas"`
	Floor  int64  `json:"floor"`
}

// growthRow is an action with few and with many records already there.
type growthRow struct {
	Action string `json:"action"`
	With10 int64  `json:"with_10"`
	Many   int    `json:"many"`
	Gas    int64  `json:"gas"`
}

func (r actionRow) ratio() float64 { return float64(r.Gas) / float64(r.Floor) }

func (r actionRow) above() int64 { return r.Gas - r.Floor }

// overBudget is by how much; it is not if that is not more than nothing.
func (r actionRow) overBudget() int64 { return r.Gas - int64(budget*float64(r.Floor)) }

// TestTheGasTable measures every action anew and compares it with what is committed. With -write it is written.
func TestTheGasTable(t *testing.T) {
	f := readFloors(t)
	now := measuredTable(t, f)
	if *shown != "" {
		printTable(t, f, now)
	}
	withinBudget(t, f, now)
	cheaperThanPeers(t, f, now)
	doesNotGrow(t, now)
	if *write {
		writeTable(t, f, now)
		return
	}
	compare(t, committed(t), now)
}

// measuredTable is everything, measured now.
func measuredTable(t *testing.T, f floors) (now table) {
	t.Helper()
	for _, row := range measured(t) {
		if contract, is := strings.CutSuffix(row.what, " instantiate"); is {
			wasm := wasmOf(t, artifacts(t), contract)
			now.Contracts = append(now.Contracts, contractRow{contract, len(wasm), row.stored, row.gas})
			continue
		}
		parts, listed := f.Actions[row.what]
		require.True(t, listed, "%s has no floor: say in floors.json what it cannot avoid", row.what)
		f.isDone(t, row.what, parts, row.calls)
		if *traced != "" && strings.Contains(row.what, *traced) {
			t.Logf("%s\n%s", row.what, traceOf(row.calls))
		}
		now.Actions = append(now.Actions, actionRow{row.what, row.bytes, row.gas, f.of(t, row.what, parts, row.bytes)})
	}
	contracts, rows := measuredPeers(t, f)
	now.Contracts = append(now.Contracts, contracts...)
	now.Peers = rows
	now.Growth = grown(t)
	return now
}

var ours = []string{"oracle", "shipment", "escrow", "devices"}

// compare fails for what has become dearer, and asks to write what has become cheaper.
func compare(t *testing.T, before, now table) {
	t.Helper()
	known := map[string]int64{}
	for _, row := range before.Actions {
		known[row.Action] = row.Gas
	}
	for _, row := range now.Actions {
		gas, is := known[row.Action]
		delete(known, row.Action)
		switch percent := 100 * (float64(row.Gas)/float64(max(gas, 1)) - 1); {
		case !is:
			t.Errorf("%s is not in the committed table: run scripts/gas --write", row.Action)
		case percent > tolerance:
			t.Errorf("%s costs %d, %.1f %% more than committed (%d)", row.Action, row.Gas, percent, gas)
		case percent < -tolerance:
			t.Errorf("%s costs %d, %.1f %% less than committed (%d): run scripts/gas --write", row.Action, row.Gas, -percent, gas)
		}
	}
	for action := range known {
		t.Errorf("%s is committed, but no longer measured: run scripts/gas --write", action)
	}
}

// withinBudget fails for what costs more than its floor allows without a reason, and for floors that are none.
func withinBudget(t *testing.T, f floors, now table) {
	t.Helper()
	over := maps.Clone(f.Over)
	for _, row := range now.Actions {
		_, known := over[row.Action]
		delete(over, row.Action)
		switch {
		case row.Gas < row.Floor:
			t.Errorf("%s costs %d, less than its floor of %d: what of it can be avoided after all?", row.Action, row.Gas, row.Floor)
		case row.overBudget() > 0 && !known:
			t.Errorf("%s costs %d, over %.2f times its floor of %d: bring it down, or say why not in floors.json, under over",
				row.Action, row.Gas, budget, row.Floor)
		case row.overBudget() <= 0 && known:
			t.Errorf("%s is within its budget: take it off floors.json's over", row.Action)
		}
	}
	require.Empty(t, slices.Sorted(maps.Keys(over)), "not measured, but over")
}

// cheaperThanPeers fails for what costs more above its floor than the action of cw721-base that does the same.
func cheaperThanPeers(t *testing.T, f floors, now table) {
	t.Helper()
	peers := map[string]actionRow{}
	for _, peer := range now.Peers {
		peers[peer.Action] = peer
	}
	for _, row := range now.Actions {
		name, compared := f.Against[row.Action]
		if !compared {
			continue
		}
		_, reasoned := f.More[row.Action]
		require.Contains(t, peers, name)
		if more := row.above() >= peers[name].above(); more != reasoned {
			t.Errorf("%s costs %d above its floor, %s %d: bring it down, or put floors.json's more right",
				row.Action, row.above(), name, peers[name].above())
		}
	}
}

// doesNotGrow fails for what costs more with many records there than with few.
func doesNotGrow(t *testing.T, now table) {
	t.Helper()
	for _, row := range now.Growth {
		if float64(row.Gas) > growth*float64(row.With10) {
			t.Errorf("%s costs %d with 10 records and %d with %d: what does it read more of?", row.Action, row.With10, row.Gas, row.Many)
		}
	}
}

// TestEveryMessageHasARow walks the schemas: a new message needs a row, or a row that it is a part of.
func TestEveryMessageHasARow(t *testing.T) {
	f := readFloors(t)
	rows := map[string]bool{}
	for action := range f.Actions {
		message, _, _ := strings.Cut(action, ",")
		rows[message] = true
	}
	for _, contract := range ours {
		for _, message := range messages(t, contract) {
			action := contract + "." + message
			part, inside := f.Inside[action]
			require.True(t, rows[action] != inside, "%s: measure it in gas_%s_test.go and say in floors.json what it cannot avoid", action, contract)
			if inside {
				require.Contains(t, f.Actions, part, "%s is a part of it", action)
			}
			delete(rows, action)
		}
	}
	require.Empty(t, slices.Sorted(maps.Keys(rows)), "no contract has these messages")
}

// messages are the names of a contract's ExecuteMsg.
func messages(t *testing.T, contract string) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../../schema/" + contract + ".json")
	require.NoError(t, err)
	var schema struct {
		Execute struct {
			OneOf []struct {
				Required []string `json:"required"`
				Enum     []string `json:"enum"`
			} `json:"oneOf"`
		} `json:"execute"`
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	for _, variant := range schema.Execute.OneOf {
		names = append(append(names, variant.Required...), variant.Enum...)
	}
	require.NotEmpty(t, names)
	return names
}

func committed(t *testing.T) (before table) {
	t.Helper()
	text, err := os.ReadFile(committedTable)
	if os.IsNotExist(err) {
		return before
	}
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &before))
	return before
}

// encodedTable has a line a row, so that a change shows what it changes.
func encodedTable(t *testing.T, now table) []byte {
	t.Helper()
	text, err := json.Marshal(now)
	require.NoError(t, err)
	lines := strings.NewReplacer(`[{`, "[\n  {", `},{`, "},\n  {", `}],`, "}],\n ", `}]}`, "}]\n}").Replace(string(text))
	return []byte(strings.Replace(lines, "{", "{\n ", 1) + "\n")
}

func printTable(t *testing.T, f floors, now table) {
	t.Helper()
	text := []byte(pageOf(f, now))
	if *asJSON {
		text = encodedTable(t, now)
	}
	require.NoError(t, os.WriteFile(*shown, text, 0o644))
}

func writeTable(t *testing.T, f floors, now table) {
	t.Helper()
	require.NoError(t, os.WriteFile(committedTable, encodedTable(t, now), 0o644))
	require.NoError(t, os.WriteFile(page, []byte(pageOf(f, now)), 0o644))
}
