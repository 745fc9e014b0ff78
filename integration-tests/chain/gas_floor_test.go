package chain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// floors is floors.json: what actions cannot avoid, and whom they are compared with.
type floors struct {
	Costs costs `json:"costs"`
	// By contract and name: a record with the least bytes that hold what it must.
	Records map[string]record      `json:"records"`
	Actions map[string]unavoidable `json:"actions"`
	// The same for the actions of others, with our records of the same content.
	Peers map[string]unavoidable `json:"peers"`
	// Which of theirs does the same as ours.
	Against map[string]string `json:"against"`
	// Ours that have a budget in gas as well.
	AtMost map[string]int64 `json:"at_most"`
	// Ours that are over the budget, and why.
	Over map[string]string `json:"over"`
	// Ours that cost more above their floor than the peer's do, and why.
	More map[string]string `json:"more"`
	// Figures that were measured elsewhere on the same chain.
	Published []published `json:"published"`
	// Messages that only another contract sends, and the row they are a part of.
	Inside map[string]string `json:"inside"`
}

// costs are those of DESIGN's section 6, taken apart: a contract's first load is in the call that begins a transaction.
type costs struct {
	Transaction     float64 `json:"transaction"`
	Byte            float64 `json:"byte"`
	Contract        float64 `json:"contract"`
	FurtherContract float64 `json:"further_contract"`
	Call            float64 `json:"call"`
	Reply           float64 `json:"reply"`
	Funds           float64 `json:"funds"`
	Send            float64 `json:"send"`
	// It leaves nothing of the coin, so its sender's balance is removed instead of written.
	LastSend  float64 `json:"last_send"`
	Burn      float64 `json:"burn"`
	RawQuery  float64 `json:"raw_query"`
	Read      float64 `json:"read"`
	ReadByte  float64 `json:"read_byte"`
	Write     float64 `json:"write"`
	WriteByte float64 `json:"write_byte"`
	Delete    float64 `json:"delete"`
	// Bytes that the chain puts before every key, and one of ours that tells records apart.
	Key       float64 `json:"key"`
	Secp256k1 float64 `json:"secp256k1"`
	Secp256r1 float64 `json:"secp256r1"`
	Ed25519   float64 `json:"ed25519"`
}

type record struct {
	Key   float64 `json:"key"`
	Value float64 `json:"value"`
	Holds string  `json:"holds"`
}

// unavoidable is what an action cannot do without, beside its transaction and its contract.
type unavoidable struct {
	Further   int    `json:"further"`
	Call      int    `json:"call"`
	Reply     int    `json:"reply"`
	Funds     bool   `json:"funds"`
	Sends     int    `json:"sends"`
	LastSend  int    `json:"last_send"`
	Burn      int    `json:"burn"`
	RawQuery  int    `json:"raw_query"`
	Secp256k1 int    `json:"secp256k1"`
	Secp256r1 int    `json:"secp256r1"`
	Ed25519   int    `json:"ed25519"`
	Reads     string `json:"reads"`
	Absent    string `json:"absent"`
	Writes    string `json:"writes"`
	Deletes   string `json:"deletes"`
	Why       string `json:"why"`
}

type published struct {
	Effect string   `json:"effect"`
	Ours   []string `json:"ours"`
	Peer   string   `json:"peer"`
	Gas    int64    `json:"gas"`
	// What ours does besides, and the other does not.
	Besides string `json:"besides"`
}

func readFloors(t *testing.T) (all floors) {
	t.Helper()
	text, err := os.ReadFile("floors.json")
	require.NoError(t, err)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&all))
	return all
}

// of is an action's floor, for a transaction of so many bytes.
func (f floors) of(t *testing.T, action string, parts unavoidable, transaction int) int64 {
	t.Helper()
	c := f.Costs
	gas := c.Transaction + c.Byte*float64(transaction) + c.Contract +
		c.FurtherContract*float64(parts.Further) + c.Call*float64(parts.Call) + c.Reply*float64(parts.Reply) +
		c.Send*float64(parts.Sends) + c.LastSend*float64(parts.LastSend) + c.Burn*float64(parts.Burn) + c.RawQuery*float64(parts.RawQuery) +
		c.Secp256k1*float64(parts.Secp256k1) + c.Secp256r1*float64(parts.Secp256r1) + c.Ed25519*float64(parts.Ed25519)
	if parts.Funds {
		gas += c.Funds
	}
	for _, r := range f.named(t, action, parts.Reads) {
		gas += c.Read + c.ReadByte*(c.Key+r.Key+r.Value)
	}
	for _, r := range f.named(t, action, parts.Absent) {
		gas += c.Read + c.ReadByte*(c.Key+r.Key)
	}
	for _, r := range f.named(t, action, parts.Writes) {
		gas += c.Write + c.WriteByte*(c.Key+r.Key+r.Value)
	}
	return int64(math.Round(gas + c.Delete*float64(len(f.named(t, action, parts.Deletes)))))
}

// named are the records of a list: of the action's contract unless another's is before the dot, several by a star.
func (f floors) named(t *testing.T, action, names string) (records []record) {
	t.Helper()
	contract, _, _ := strings.Cut(action, ".")
	for _, name := range strings.Fields(names) {
		name, times, several := strings.Cut(name, "*")
		count := 1
		if several {
			var err error
			count, err = strconv.Atoi(times)
			require.NoError(t, err, action)
		}
		if !strings.Contains(name, ".") {
			name = contract + "." + name
		}
		require.Contains(t, f.Records, name, action)
		records = append(records, slices.Repeat([]record{f.Records[name]}, count)...)
	}
	return records
}

// isDone fails for a floor that asks for more than the action does: what it does without can be avoided.
func (f floors) isDone(t *testing.T, action string, parts unavoidable, calls []*call) {
	t.Helper()
	contracts, reads, writes, deletes := map[string]bool{}, map[string]int{}, map[string]int{}, map[string]int{}
	for number, c := range calls {
		contracts[c.contract] = true
		for _, touched := range c.touched {
			key, bytes := fmt.Sprint(number, touched.key), touched.keyLen+touched.bytes
			switch touched.how {
			case "read", "ask raw":
				reads[key] = bytes
			case "write":
				writes[key] = bytes
			case "delete":
				deletes[key] = bytes
			}
		}
	}
	assert.LessOrEqual(t, parts.Further, len(contracts)-1, "%s: contracts", action)
	assert.LessOrEqual(t, parts.Call+parts.Reply, len(calls)-len(contracts), "%s: calls", action)
	within := func(what string, declared []record, done map[string]int) {
		var least, actual float64
		for _, r := range declared {
			// Beside the address a key has its namespace, which is in none of the records.
			least += r.Key + r.Value + 1
		}
		for _, bytes := range done {
			actual += float64(bytes)
		}
		assert.LessOrEqual(t, len(declared), len(done), "%s: %s", action, what)
		assert.LessOrEqual(t, least, actual, "%s: bytes of %s", action, what)
	}
	absent := f.named(t, action, parts.Absent)
	for i := range absent {
		absent[i].Value = 0
	}
	within("reads", append(f.named(t, action, parts.Reads), absent...), reads)
	within("writes", f.named(t, action, parts.Writes), writes)
	assert.LessOrEqual(t, len(f.named(t, action, parts.Deletes)), len(deletes), "%s: deletes", action)
}
