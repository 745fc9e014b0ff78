package chain

import (
	"fmt"
	"strings"

	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	wasmvm "github.com/CosmWasm/wasmvm/v3"
	wasmvmtypes "github.com/CosmWasm/wasmvm/v3/types"
)

// vmUnits is how much of the virtual machine's gas is one of the chain's (x/wasm/types/gas_register.go).
const vmUnits = 140_000

// call is one entry of a contract, with all that it touched in the chain's state.
type call struct {
	contract, entry string
	message         string
	// computed is what the virtual machine itself took, in gas of the chain, without loading and state.
	computed uint64
	touched  []touch
}

// touch is one use of the state, or one question to another contract.
type touch struct {
	how, key      string
	keyLen, bytes int
}

// tracing is wasmd's virtual machine that keeps what every call did. It changes no gas: the state's meter is below it.
type tracing struct {
	wasmtypes.WasmEngine
	// Whether a transaction is being executed: calls by other ways are not kept.
	on    bool
	calls []*call
}

func (vm *tracing) begin(env wasmvmtypes.Env, entry string, msg []byte) *call {
	c := &call{contract: env.Contract.Address, entry: entry, message: variant(msg)}
	if vm.on {
		vm.calls = append(vm.calls, c)
	}
	return c
}

// during is all calls of a transaction.
func (vm *tracing) during(transaction func()) []*call {
	vm.on, vm.calls = true, nil
	transaction()
	vm.on = false
	return vm.calls
}

func (vm *tracing) Instantiate(code wasmvm.Checksum, env wasmvmtypes.Env, info wasmvmtypes.MessageInfo, msg []byte,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.ContractResult, uint64, error) {
	c := vm.begin(env, "instantiate", msg)
	result, gas, err := vm.WasmEngine.Instantiate(code, env, info, msg, tracedStore{store, c}, api, tracedQuerier{querier, c}, meter, limit, cost)
	c.computed = gas / vmUnits
	return result, gas, err
}

func (vm *tracing) Execute(code wasmvm.Checksum, env wasmvmtypes.Env, info wasmvmtypes.MessageInfo, msg []byte,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.ContractResult, uint64, error) {
	c := vm.begin(env, "execute", msg)
	result, gas, err := vm.WasmEngine.Execute(code, env, info, msg, tracedStore{store, c}, api, tracedQuerier{querier, c}, meter, limit, cost)
	c.computed = gas / vmUnits
	return result, gas, err
}

func (vm *tracing) Query(code wasmvm.Checksum, env wasmvmtypes.Env, msg []byte,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.QueryResult, uint64, error) {
	c := vm.begin(env, "query", msg)
	result, gas, err := vm.WasmEngine.Query(code, env, msg, tracedStore{store, c}, api, tracedQuerier{querier, c}, meter, limit, cost)
	c.computed = gas / vmUnits
	return result, gas, err
}

func (vm *tracing) Reply(code wasmvm.Checksum, env wasmvmtypes.Env, reply wasmvmtypes.Reply,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.ContractResult, uint64, error) {
	c := vm.begin(env, "reply", nil)
	result, gas, err := vm.WasmEngine.Reply(code, env, reply, tracedStore{store, c}, api, tracedQuerier{querier, c}, meter, limit, cost)
	c.computed = gas / vmUnits
	return result, gas, err
}

// tracedStore is a contract's own state.
type tracedStore struct {
	wasmvm.KVStore
	call *call
}

func (s tracedStore) note(how string, key []byte, bytes int) {
	s.call.touched = append(s.call.touched, touch{how, printable(key), len(key), bytes})
}

func (s tracedStore) Get(key []byte) []byte {
	value := s.KVStore.Get(key)
	s.note("read", key, len(value))
	return value
}

func (s tracedStore) Set(key, value []byte) {
	s.note("write", key, len(value))
	s.KVStore.Set(key, value)
}

func (s tracedStore) Delete(key []byte) {
	s.note("delete", key, 0)
	s.KVStore.Delete(key)
}

func (s tracedStore) Iterator(start, end []byte) wasmvmtypes.Iterator {
	s.note("scan", start, 0)
	return s.KVStore.Iterator(start, end)
}

func (s tracedStore) ReverseIterator(start, end []byte) wasmvmtypes.Iterator {
	s.note("scan", start, 0)
	return s.KVStore.ReverseIterator(start, end)
}

// tracedQuerier is what a contract asks others.
type tracedQuerier struct {
	wasmvm.Querier
	call *call
}

func (q tracedQuerier) Query(request wasmvmtypes.QueryRequest, limit uint64) ([]byte, error) {
	answer, err := q.Querier.Query(request, limit)
	how, key := "ask", "?"
	switch {
	case request.Wasm != nil && request.Wasm.Smart != nil:
		how, key = "ask smart", variant(request.Wasm.Smart.Msg)
	case request.Wasm != nil && request.Wasm.Raw != nil:
		how, key = "ask raw", printable(request.Wasm.Raw.Key)
	case request.Wasm != nil:
		how = "ask info"
	case request.Bank != nil:
		how = "ask bank"
	}
	q.call.touched = append(q.call.touched, touch{how, key, 0, len(answer)})
	return answer, err
}

// printable shows a key's text as text and its numbers as digits of sixteen.
func printable(key []byte) string {
	var text strings.Builder
	for _, b := range key {
		if b >= ' ' && b <= '~' {
			text.WriteByte(b)
		} else {
			fmt.Fprintf(&text, "%02x", b)
		}
	}
	return fmt.Sprintf("%.60s", text.String())
}

// String is a line a call and one below for each thing it touched.
func (c *call) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s %s: computes %d", c.contract, c.entry, c.message, c.computed)
	for _, t := range c.touched {
		fmt.Fprintf(&text, "\n    %-9s %-62s %4d + %5d bytes", t.how, t.key, t.keyLen, t.bytes)
	}
	return text.String()
}

// traceOf is all the calls of a transaction, one below the other.
func traceOf(calls []*call) string {
	var text strings.Builder
	for _, c := range calls {
		fmt.Fprintln(&text, c)
	}
	return text.String()
}
