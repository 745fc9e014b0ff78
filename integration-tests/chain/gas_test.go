package chain

import (
	"fmt"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
)

// spent is what one transaction used, signature and fee included, and how many bytes it had.
type spent struct {
	what   string
	gas    int64
	bytes  int
	calls  []*call
	result *abci.ExecTxResult
	// What storing the contract used, in the row of its instantiation.
	stored int64
}

// gasTable is all transactions in the order they were sent.
type gasTable []spent

func (table *gasTable) add(what string, gas int64) {
	*table = append(*table, spent{what: what, gas: gas})
}

// last is the gas of the latest transaction of that name.
func (table gasTable) last(what string) int64 {
	for i := len(table) - 1; i >= 0; i-- {
		if table[i].what == what {
			return table[i].gas
		}
	}
	return 0
}

// print shows the table with `go test -v`.
func (table gasTable) print(t *testing.T) {
	t.Helper()
	var text strings.Builder
	for _, row := range table {
		fmt.Fprintf(&text, "\n%-44s %10d", row.what, row.gas)
	}
	t.Log(text.String())
}
