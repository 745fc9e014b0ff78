package chain

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"math/rand"
	"testing"
	"time"

	wasmkeeper "github.com/CosmWasm/wasmd/x/wasm/keeper"
	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/gogoproto/proto"
	ibctesting "github.com/cosmos/ibc-go/v10/testing"
	"github.com/stretchr/testify/require"

	wasmibctesting "github.com/CosmWasm/wasmd/tests/wasmibctesting"
)

const (
	chainID = "portolan-test-1"
	// Agreements are settled in it.
	coin = "uusd"
	// What each of the people has of it at first.
	funds = 1_000_000
	// The time of the first block: 1 January 2013, as in cw-multi-test.
	start = 1_356_998_400

	blockTime = 5 * time.Second
	// A share of the block's limit, and what one signed transaction may burn.
	txGas = 50_000_000
	// At 0.025 a unit of gas.
	txFee = 1_250_000
)

// person signs transactions. The name is the seed of the key, so that all runs have the same addresses.
type person struct {
	key     *secp256k1.PrivKey
	account sdk.AccAddress
}

func (p *person) address() string { return p.account.String() }

// chain is wasmd in process: signed transactions, one a block, and the real virtual machine.
type chain struct {
	*wasmibctesting.WasmTestChain
	t      *testing.T
	people map[string]*person
	vm     *tracing
	gas    gasTable
	latest spent
	// heard is called after every transaction, if it is set.
	heard func(*chain)
}

// newChain begins a chain on which everybody named has money and an account with a known key.
func newChain(t *testing.T, names ...string) *chain {
	t.Helper()
	c := &chain{t: t, people: map[string]*person{}, vm: &tracing{}}
	coordinator := &ibctesting.Coordinator{T: t, CurrentTime: time.Unix(start, 0).UTC()}
	traced := wasmkeeper.WithWasmEngineDecorator(func(vm wasmtypes.WasmEngine) wasmtypes.WasmEngine {
		c.vm.WasmEngine = vm
		return c.vm
	})
	inner := c.genesis(coordinator, names, traced)
	coordinator.Chains = map[string]*ibctesting.TestChain{chainID: inner}
	c.WasmTestChain = wasmibctesting.NewWasmTestChain(inner)
	return c
}

// now is the time of the next block.
func (c *chain) now() int64 { return c.Coordinator.CurrentTime.Unix() }

// waitUntil moves the clock on, if that time is still to come.
func (c *chain) waitUntil(at int64) {
	if wait := at - c.now(); wait > 0 {
		c.Coordinator.IncrementTimeBy(time.Duration(wait) * time.Second)
	}
}

// carrying is the application that gets a transaction with its next block. The one of ibctesting gives each a memo of
// random length, and with it random gas.
type carrying struct {
	ibctesting.TestingApp
	tx     []byte
	result *abci.ExecTxResult
}

func (app *carrying) FinalizeBlock(block *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	block.Txs = [][]byte{app.tx}
	response, err := app.TestingApp.FinalizeBlock(block)
	if err == nil {
		app.result = response.TxResults[0]
	}
	return response, err
}

// zeros is no randomness at all.
type zeros struct{}

func (zeros) Int63() int64 { return 0 }
func (zeros) Seed(int64)   {}

// deliver signs a transaction and makes the block with it. What is refused has an error in the chain's words.
func (c *chain) deliver(sender *person, msg sdk.Msg) (*abci.ExecTxResult, error) {
	c.t.Helper()
	fee := sdk.NewCoins(sdk.NewInt64Coin(sdk.DefaultBondDenom, txFee))
	account := c.GetWasmApp().AccountKeeper.GetAccount(c.GetContext(), sender.account)
	tx, err := simtestutil.GenSignedMockTx(rand.New(zeros{}), c.TxConfig, []sdk.Msg{msg}, fee, txGas, c.ChainID,
		[]uint64{account.GetAccountNumber()}, []uint64{account.GetSequence()}, sender.key)
	require.NoError(c.t, err)
	encoded, err := c.TxConfig.TxEncoder()(tx)
	require.NoError(c.t, err)
	app := &carrying{TestingApp: c.App, tx: encoded}
	c.App = app
	calls := c.vm.during(c.NextBlock)
	c.App = app.TestingApp
	c.Coordinator.IncrementTimeBy(blockTime)
	c.latest = spent{gas: app.result.GasUsed, bytes: len(encoded), calls: calls, result: app.result}
	if c.heard != nil {
		c.heard(c)
	}
	if app.result.Code != 0 {
		return app.result, fmt.Errorf("%s/%d: %s", app.result.Codespace, app.result.Code, app.result.Log)
	}
	return app.result, nil
}

// store stores a contract's Wasm, compressed as wallets send it.
func (c *chain) store(sender *person, wasm []byte) (uint64, int64) {
	c.t.Helper()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, err := zip.Write(wasm)
	require.NoError(c.t, err)
	require.NoError(c.t, zip.Close())
	result, err := c.deliver(sender, &wasmtypes.MsgStoreCode{Sender: sender.address(), WASMByteCode: packed.Bytes()})
	require.NoError(c.t, err, "the virtual machine refuses the contract")
	var response wasmtypes.MsgStoreCodeResponse
	c.UnwrapExecTXResult(result, &response)
	checksum := sha256.Sum256(wasm)
	require.Equal(c.t, checksum[:], response.Checksum)
	return response.CodeID, result.GasUsed
}

func (c *chain) instantiate(sender *person, code uint64, label string, msg []byte) (string, int64) {
	c.t.Helper()
	result, err := c.deliver(sender, &wasmtypes.MsgInstantiateContract{
		Sender: sender.address(), Admin: sender.address(), CodeID: code, Label: label, Msg: msg,
	})
	require.NoError(c.t, err)
	var response wasmtypes.MsgInstantiateContractResponse
	c.UnwrapExecTXResult(result, &response)
	return response.Address, result.GasUsed
}

func (c *chain) execute(sender *person, contract string, msg []byte, funds sdk.Coins) (*abci.ExecTxResult, error) {
	c.t.Helper()
	return c.deliver(sender, &wasmtypes.MsgExecuteContract{
		Sender: sender.address(), Contract: contract, Msg: msg, Funds: funds,
	})
}

// balance is of the settlement coin.
func (c *chain) balance(address string) int64 {
	c.t.Helper()
	request, err := proto.Marshal(&banktypes.QueryBalanceRequest{Address: address, Denom: coin})
	require.NoError(c.t, err)
	answer, err := c.App.Query(c.t.Context(), &abci.RequestQuery{Path: "/cosmos.bank.v1beta1.Query/Balance", Data: request})
	require.NoError(c.t, err)
	var response banktypes.QueryBalanceResponse
	require.NoError(c.t, proto.Unmarshal(answer.Value, &response))
	return response.Balance.Amount.Int64()
}
