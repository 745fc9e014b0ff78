package chain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// block is one message, or one question, of the README's worked example. integration-tests/src/example.rs says what
// its fields and its placeholders mean.
type block struct {
	At       int64  `json:"at"`
	Contract string `json:"contract"`
	Sender   string `json:"sender"`
	Funds    string `json:"funds"`
	Msg      any    `json:"msg"`
	Sign     *sign  `json:"sign"`
	Query    any    `json:"query"`
	Answer   any    `json:"answer"`
}

// sign says whose signatures a report carries, and over what.
type sign struct {
	Reporters []int    `json:"reporters"`
	Outcome   happened `json:"outcome"`
}

// example is the voyage of the root README.
func example(t *testing.T) []block {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, voyage, found := strings.Cut(string(readme), "\n## One voyage in messages\n")
	require.True(t, found, "the README has no worked example")
	voyage, _, _ = strings.Cut(voyage, "\n## ")
	var blocks []block
	for _, fenced := range strings.Split(voyage, "\n```json\n")[1:] {
		text, _, closed := strings.Cut(fenced, "\n```")
		require.True(t, closed)
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		decoder.DisallowUnknownFields()
		var b block
		require.NoError(t, decoder.Decode(&b), text)
		blocks = append(blocks, b)
	}
	return blocks
}

// playUntil plays the blocks before the first that has a message of that name, and gives the rest.
func (p *portolan) playUntil(message string, blocks []block) []block {
	p.t.Helper()
	for i, b := range blocks {
		if b.Msg != nil && variant(encoded(p.t, b.Msg)) == message {
			return blocks[i:]
		}
		p.play(b)
	}
	p.t.Fatalf("the example has no %s", message)
	return nil
}

// play sends a block's message, or asks its question and looks at the answer.
func (p *portolan) play(b block) {
	p.t.Helper()
	if b.Query != nil {
		p.waitUntil(b.At)
		p.holds(p.query(b.Contract, p.filled(b.Query)), p.filled(b.Answer), b.Contract)
		return
	}
	msg, coins := p.ready(b)
	p.must(b.Sender, b.Contract, msg, coins...)
}

// ready waits until a block's time and gives its message as it is sent: addresses filled in, reports signed now.
func (p *portolan) ready(b block) (any, []sdk.Coin) {
	p.t.Helper()
	p.waitUntil(b.At)
	msg := p.filled(b.Msg)
	if b.Sign != nil {
		p.signReports(msg.(object)["report"].(object), b.Sign)
	}
	coins, err := sdk.ParseCoinsNormalized(b.Funds)
	require.NoError(p.t, err)
	return msg, coins
}

func (p *portolan) signReports(report object, by *sign) {
	p.t.Helper()
	var about subject
	require.NoError(p.t, json.Unmarshal(encoded(p.t, report["subject"]), &about))
	round, err := report["round"].(json.Number).Int64()
	require.NoError(p.t, err)
	panel, reports := panel{feed, p.committee}, []signedReport{}
	for _, number := range by.Reporters {
		reports = append(reports, panel.signed(p.address("oracle"), about, uint32(round), number, by.Outcome, p.now()))
	}
	report["reports"] = reports
}

// filled is the value with its placeholders replaced.
func (p *portolan) filled(value any) any {
	p.t.Helper()
	switch value := value.(type) {
	case string:
		return p.replaced(value)
	case []any:
		all := []any{}
		for _, item := range value {
			all = append(all, p.filled(item))
		}
		return all
	case object:
		if inner, is := value["base64"]; is && len(value) == 1 {
			return encoded(p.t, p.filled(inner))
		}
		all := object{}
		for name, field := range value {
			all[name] = p.filled(field)
		}
		return all
	default:
		return value
	}
}

func (p *portolan) replaced(text string) string {
	p.t.Helper()
	if !strings.HasPrefix(text, "<") || !strings.HasSuffix(text, ">") || text == "<signed>" {
		return text
	}
	name := text[1 : len(text)-1]
	if content, is := strings.CutPrefix(name, "digest of "); is {
		digest := sha256.Sum256([]byte(content))
		return hex.EncodeToString(digest[:])
	}
	if agreement, is := strings.CutPrefix(name, "terms "); is {
		answer := p.query("escrow", object{"agreement": object{"agreement": json.Number(agreement)}})
		return answer.(object)["digest"].(string)
	}
	return p.address(name)
}

// holds wants all that is expected in the answer.
func (p *portolan) holds(answer, expected any, where string) {
	p.t.Helper()
	switch expected := expected.(type) {
	case nil:
	case object:
		require.IsType(p.t, object{}, answer, where)
		for name, field := range expected {
			p.holds(answer.(object)[name], field, where+"."+name)
		}
	case []any:
		require.Len(p.t, answer, len(expected), where)
		for i, item := range expected {
			p.holds(answer.([]any)[i], item, fmt.Sprint(where, ".", i))
		}
	default:
		require.Equal(p.t, fmt.Sprint(expected), fmt.Sprint(answer), where)
	}
}

// unsigned gives a copy of a message that is free to be changed.
func unsigned(t *testing.T, msg any) (copied object) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(encoded(t, msg)))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&copied))
	return copied
}
