package chain

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	storetypes "cosmossdk.io/store/types"
	wasmapp "github.com/CosmWasm/wasmd/app"
	wasmkeeper "github.com/CosmWasm/wasmd/x/wasm/keeper"
	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	wasmvm "github.com/CosmWasm/wasmvm/v3"
	wasmvmtypes "github.com/CosmWasm/wasmvm/v3/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	ibctesting "github.com/cosmos/ibc-go/v10/testing"
	"github.com/stretchr/testify/require"

	wasmibctesting "github.com/CosmWasm/wasmd/tests/wasmibctesting"
)

// What a transaction of a trace may use at most: a block.
const blockGas = 100_000_000

// machine is wasmd without signatures: anybody may send, contracts too, as in cw-multi-test. The Wasm is stored once; each
// trace has a branch of the state that is thrown away.
type machine struct {
	*engine
	app   *wasmapp.WasmApp
	ctx   sdk.Context
	codes map[string]wasmtypes.CodeInfo
}

// The Wasm of a name, by its file among the artifacts.
var wasms = map[string]string{
	"oracle": "oracle.wasm", "shipment": "shipment.wasm", "escrow": "escrow.wasm", "devices": "devices.wasm",
	"double": "doubles/double.wasm",
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{engine: &engine{deaf: map[string][]string{}}, codes: map[string]wasmtypes.CodeInfo{}}
	decorated := wasmkeeper.WithWasmEngineDecorator(func(real wasmtypes.WasmEngine) wasmtypes.WasmEngine {
		m.WasmEngine = real
		return m.engine
	})
	coordinator := &ibctesting.Coordinator{T: t, CurrentTime: time.Unix(start, 0).UTC()}
	inner := wasmibctesting.NewTestChain(t, coordinator, wasmibctesting.DefaultWasmAppFactory, chainID, decorated)
	m.app = inner.App.(wasmibctesting.WasmTestApp).WasmApp
	m.ctx = inner.GetContext()
	creator := sdk.AccAddress(make([]byte, 20))
	for name, file := range wasms {
		wasm, err := os.ReadFile(filepath.Join(artifacts(t), file))
		require.NoError(t, err, "build it first: scripts/build %s", strings.TrimSuffix(filepath.Dir(file), "."))
		checksum, _, err := m.StoreCode(wasm, blockGas*wasmtypes.DefaultGasMultiplier)
		require.NoError(t, err, "the virtual machine refuses %s", file)
		m.codes[name] = wasmtypes.NewCodeInfo(checksum, creator, wasmtypes.AllowEverybody)
	}
	return m
}

// engine is the real virtual machine, but for what integration-tests/src/contracts.rs calls deaf: a contract that refuses
// the messages of some names and is otherwise the real one.
type engine struct {
	wasmtypes.WasmEngine
	deaf map[string][]string
	// Whether the next migration is to or from deafness, which is not the contract's own.
	quiet bool
	// Whether submessages may use what they want, as in cw-multi-test.
	limitless bool
}

var notHeard = "not heard"

func (e *engine) Execute(code wasmvm.Checksum, env wasmvmtypes.Env, info wasmvmtypes.MessageInfo, msg []byte,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.ContractResult, uint64, error) {
	if slices.Contains(e.deaf[env.Contract.Address], variant(msg)) {
		return &wasmvmtypes.ContractResult{Err: notHeard}, 0, nil
	}
	result, gas, err := e.WasmEngine.Execute(code, env, info, msg, store, api, querier, meter, limit, cost)
	if e.limitless && err == nil && result.Ok != nil {
		for i := range result.Ok.Messages {
			result.Ok.Messages[i].GasLimit = nil
		}
	}
	return result, gas, err
}

func (e *engine) Query(code wasmvm.Checksum, env wasmvmtypes.Env, msg []byte,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.QueryResult, uint64, error) {
	if slices.Contains(e.deaf[env.Contract.Address], "query") {
		return &wasmvmtypes.QueryResult{Err: notHeard}, 0, nil
	}
	return e.WasmEngine.Query(code, env, msg, store, api, querier, meter, limit, cost)
}

func (e *engine) MigrateWithInfo(code wasmvm.Checksum, env wasmvmtypes.Env, msg []byte, info wasmvmtypes.MigrateInfo,
	store wasmvm.KVStore, api wasmvm.GoAPI, querier wasmvm.Querier, meter wasmvm.GasMeter, limit uint64, cost wasmvmtypes.UFraction,
) (*wasmvmtypes.ContractResult, uint64, error) {
	if e.quiet {
		return &wasmvmtypes.ContractResult{Ok: &wasmvmtypes.Response{}}, 0, nil
	}
	return e.WasmEngine.MigrateWithInfo(code, env, msg, info, store, api, querier, meter, limit, cost)
}

// branch begins a chain without contracts.
func (m *machine) branch() *branch {
	ctx, _ := m.ctx.CacheContext()
	clear(m.deaf)
	return &branch{machine: m, ctx: ctx.WithChainID(chainID), gas: blockGas, names: map[uint64]string{}}
}

// branch is a chain that is thrown away.
type branch struct {
	*machine
	ctx sdk.Context
	// What a transaction may use, and what the last one used.
	gas, used uint64
	names     map[uint64]string
}

// store gives code the number that it has in the trace; contracts' addresses depend on it.
func (b *branch) store(code uint64, name string) error {
	contract, _, _ := strings.Cut(name, ", deaf to ")
	info, known := b.codes[contract]
	if !known {
		return fmt.Errorf("there is no Wasm of %q", contract)
	}
	store := b.ctx.KVStore(b.app.GetKey(wasmtypes.StoreKey))
	store.Set(wasmtypes.GetCodeKey(code), b.app.AppCodec().MustMarshal(&info))
	b.names[code] = name
	return nil
}

// once does a transaction: all of it, or nothing.
func (b *branch) once(does func(ctx sdk.Context) error) (err error) {
	ctx, commit := b.ctx.CacheContext()
	ctx = ctx.WithGasMeter(storetypes.NewGasMeter(b.gas)).WithEventManager(sdk.NewEventManager())
	defer func() {
		b.used = ctx.GasMeter().GasConsumed()
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("%v", panicked)
		}
	}()
	if err = does(ctx); err == nil {
		commit()
	}
	return err
}

// deliver hands a message to its module as a transaction does, signatures apart.
func (b *branch) deliver(ctx sdk.Context, msg sdk.Msg) error {
	if checked, is := msg.(sdk.HasValidateBasic); is {
		if err := checked.ValidateBasic(); err != nil {
			return err
		}
	}
	result, err := b.app.MsgServiceRouter().Handler(msg)(ctx, msg)
	if err == nil {
		ctx.EventManager().EmitEvents(result.GetEvents())
	}
	return err
}

func (b *branch) migrate(sender, contract string, code uint64, msg []byte) error {
	_, to, deaf := strings.Cut(b.names[code], ", deaf to ")
	b.quiet = deaf
	err := b.once(func(ctx sdk.Context) error {
		return b.deliver(ctx, &wasmtypes.MsgMigrateContract{Sender: sender, Contract: contract, CodeID: code, Msg: msg})
	})
	if err == nil {
		b.deaf[contract] = strings.Fields(to)
	}
	return err
}

// contracts are those of a code's name.
func (b *branch) contracts(name string) (all []string) {
	for code, of := range b.names {
		if of == name {
			b.app.WasmKeeper.IterateContractsByCode(b.ctx, code, func(contract sdk.AccAddress) bool {
				all = append(all, contract.String())
				return false
			})
		}
	}
	return all
}

func (b *branch) sudo(contract string, msg []byte) error {
	return b.once(func(ctx sdk.Context) error {
		_, err := b.app.WasmKeeper.Sudo(ctx, sdk.MustAccAddressFromBech32(contract), msg)
		return err
	})
}

func (b *branch) mint(to string, amount sdk.Coin) error {
	return b.once(func(ctx sdk.Context) error {
		coins := sdk.NewCoins(amount)
		if err := b.app.BankKeeper.MintCoins(ctx, minttypes.ModuleName, coins); err != nil {
			return err
		}
		account := sdk.MustAccAddressFromBech32(to)
		return b.app.BankKeeper.SendCoinsFromModuleToAccount(ctx, minttypes.ModuleName, account, coins)
	})
}

// records of a contract are its part of the module's store.
func (b *branch) records(contract string) storetypes.KVStore {
	prefix := wasmtypes.GetContractStorePrefix(sdk.MustAccAddressFromBech32(contract))
	return prefixed(b.ctx.KVStore(b.app.GetKey(wasmtypes.StoreKey)), prefix)
}

func decodedJSON(t *testing.T, text []byte, into any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, into), "%.300s", text)
}
