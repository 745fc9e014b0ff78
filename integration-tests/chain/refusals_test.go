package chain

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// refused wants a refusal that a person can read: the contract's words, and not the virtual machine's.
func (p *portolan) refused(sender, contract string, msg any, words string, funds ...sdk.Coin) {
	p.t.Helper()
	before := p.gained(sender)
	_, err := p.send(sender, contract, msg, funds...)
	require.ErrorContains(p.t, err, words, "%.300s", encoded(p.t, msg))
	p.readable(err)
	require.Equal(p.t, before, p.gained(sender))
}

func (p *portolan) readable(err error) {
	p.t.Helper()
	p.t.Logf("%.400s", err)
	for _, trap := range []string{"RuntimeError", "unreachable", "Aborted", "panic", "out of gas"} {
		require.NotContains(p.t, err.Error(), trap)
	}
}

func TestMessagesThatAreWrittenWronglyAreRefusedInReadableWords(t *testing.T) {
	p := newPortolan(t)
	// The chain itself refuses over 10,000 levels.
	deep := strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000)
	for _, wrong := range []struct{ contract, msg, words string }{
		// A field of another type.
		{"escrow", `{"accept":{"agreement":"one","terms":"` + strings.Repeat("ab", 32) + `"}}`, "agreement: expected a number"},
		{"escrow", `{"accept":{"agreement":-1,"terms":"` + strings.Repeat("ab", 32) + `"}}`, "agreement: expected u64"},
		{"escrow", `{"accept":{"agreement":1.5,"terms":"` + strings.Repeat("ab", 32) + `"}}`, "Expected this character"},
		{"escrow", `{"accept":{"agreement":1,"terms":"` + strings.Repeat("AB", 32) + `"}}`, "is no digest: use the 64 hexadecimal digits"},
		{"oracle", `{"pledge":{"feed":1,"reporter":1,"amount":1000}}`, "amount: expected a string"},
		{"oracle", `{"pledge":{"feed":4294967296,"reporter":1,"amount":"1"}}`, "feed: expected u32"},
		{"oracle", `{"enrol_reporter":{"key":{"ed25519":"AAAA"},"class":"carrier"}}`, "32 bytes"},
		{"oracle", `{"enrol_reporter":{"key":{"ed25519":"no base64!"},"class":"carrier"}}`, "key: invalid base64"},
		{"shipment", `{"encumber":{"token_id":["MSC:BL-7"],"to":"x","msg":""}}`, "token_id: expected a string"},
		{"shipment", `{"accept_surrender":{"token_id":"MSC:BL-7","remark":` + deep + `}}`, "nested too deeply"},
		{"shipment", `{"accept_surrender":` + deep + `}`, "nested too deeply"},
		// A field that there is not, one that is missing, one that comes twice.
		{"oracle", `{"pledge":{"feed":1,"reporter":1,"amount":"1","note":"x"}}`, "no field `note`"},
		{"shipment", `{"surrender":{"token_id":"MSC:BL-7","purpose":"delivery","remarks":null}}`, "no field `remarks`"},
		{"escrow", `{"accept":{"agreement":1}}`, "missing field `terms`"},
		{"oracle", `{"pledge":{"feed":1,"feed":1,"reporter":1,"amount":"1"}}`, "field `feed` comes twice"},
		// The same inside what serde itself decodes: cw20's, cw_ownable's and cw_utils' types, the vocabulary.
		{"oracle", `{"update_ownership":7}`, "expected"},
		{"oracle", `{"update_ownership":"acept_ownership"}`, "unknown variant `acept_ownership`"},
		{"oracle", `{"update_ownership":{"transfer_ownership":{"new_owner":7,"expiry":null}}}`, "expected"},
		{"oracle", `{"update_ownership":{"transfer_ownership":{"new_owner":"x","expiry":{"at_height":"7"}}}}`, "expected"},
		{"oracle", `{"update_ownership":{"transfer_ownership":{"new_owner":"x","expiry":{"at_time":true}}}}`, "expected"},
		{"oracle", `{"receive":{"sender":7,"amount":"1","msg":""}}`, "expected"},
		{"oracle", `{"receive":{"sender":"x","amount":-1,"msg":""}}`, "expected"},
		{"oracle", `{"receive":{"sender":"x","amount":"1","msg":7}}`, "expected"},
		{"oracle", `{"receive":{"sender":"x","amount":"1.5","msg":""}}`, "invalid digit found in string"},
		{"oracle", `{"ask":{"token_id":"T","feed":1,"questions":[{"leg":"0","event":"LOAD","place":"CNSHA"}],"refund_to":"x","until":1}}`, "expected"},
		{"oracle", `{"ask":{"token_id":"T","feed":1,"questions":[{"leg":256,"event":"LOAD","place":"CNSHA"}],"refund_to":"x","until":1}}`, "expected"},
		{"oracle", `{"ask":{"token_id":"T","feed":1,"questions":[{"leg":0,"event":7,"place":"CNSHA"}],"refund_to":"x","until":1}}`, "expected"},
		{"oracle", `{"report":` + report(`7`, `1`) + `}`, "expected"},
		{"oracle", `{"report":` + report(`"happened"`, `1`) + `}`, "expected"},
		{"oracle", `{"report":` + report(`{"happened":{"at":"1"}}`, `1`) + `}`, "expected"},
		{"oracle", `{"report":` + report(`{"happened":{"at":true}}`, `1`) + `}`, "expected"},
		{"oracle", `{"report":` + report(`{"hapened":{"at":1}}`, `1`) + `}`, "unknown variant `hapened`"},
		{"oracle", `{"report":` + report(`{"unresolvable":{}}`, `"1"`) + `}`, "expected"},
		{"escrow", `{"approve":{"spender":"x","token_id":"1/1","expires":{"at_height":"7"}}}`, "expected"},
		{"shipment", `{"approve":{"spender":"x","token_id":"1/1","expires":{"at_time":7}}}`, "expected"},
		{"shipment", `{"update_ownership":{"transfer_ownership":{"new_owner":7,"expiry":null}}}`, "expected"},
		// A message or a variant that there is not.
		{"escrow", `{"acept":{"agreement":1}}`, "unknown variant `acept`"},
		{"oracle", `{"reprot":{}}`, "unknown variant `reprot`"},
		{"shipment", `{"surender":{}}`, "unknown variant `surender`"},
		{"oracle", `{"enrol_reporter":{"key":{"ed448":"AAAA"},"class":"carrier"}}`, "`ed448`"},
		{"oracle", `{"enrol_reporter":{"key":{"ed25519":"` + base64.StdEncoding.EncodeToString(p.committee[2].key) +
			`"},"class":"carier"}}`, "unknown variant `carier`"},
		{"oracle", `{"bond":{},"pause":{}}`, "expected an object with one field, the message's name"},
		{"oracle", `"bond"`, "expected an object"},
		{"oracle", `{}`, "expected an object with one field, the message's name"},
		{"oracle", `[]`, "expected a message: an object with its name"},
		{"oracle", `null`, "expected a message: an object with its name"},
		{"oracle", `7`, "expected a message: an object with its name"},
	} {
		t.Run(wrong.contract+"."+variant([]byte(wrong.msg)), func(t *testing.T) {
			p.in(t).refused("anyone", wrong.contract, wrong.msg, wrong.words)
		})
	}
}

// report is JSON of one with an outcome and a time of signing.
func report(outcome, signedAt string) string {
	return `{"subject":{"collection":"x","token_id":"T","milestone":{"leg":0,"event":"LOAD","place":"CNSHA"}},"round":0,` +
		`"reports":[{"reporter":1,"outcome":` + outcome + `,"signed_at":` + signedAt + `,"signature":""}]}`
}

func TestContentsThatDoNotHoldAreRefusedInReadableWords(t *testing.T) {
	p := newPortolan(t)
	rest := p.playUntil("issue", example(t))
	bill, coins := p.ready(rest[0])
	for _, wrong := range []struct {
		field string
		value any
		words string
	}{
		{"uri", "https://bills example/7", "uri: "},
		{"uri", "bills.example/7", "uri: "},
		{"token_id", "no spaces, please", "token_id: "},
		{"token_id", strings.Repeat("x", 1_000), "token_id: "},
		{"law", "Great Britain", "law: "},
		{"holder", "nobody", "decoding bech32 failed"},
		{"document", strings.Repeat("0", 64), "document: "},
		{"answer_within", "259200", "answer_within: "},
		{"answer_within", json.Number("18446744073709551616"), "Invalid number"},
		{"kind", object{"bill_of_lading": object{"form": object{"to_odrer": object{}}}}, "`to_odrer`"},
		{"goods", object{"lines": []any{}}, "a title needs goods"},
	} {
		changed := unsigned(t, bill)
		changed["issue"].(object)[wrong.field] = wrong.value
		p.refused("carrier", "shipment", changed, wrong.words, coins...)
	}
	p.must("carrier", "shipment", bill, coins...)
}

func TestQuestionsThatHaveNoAnswerAreRefusedInReadableWords(t *testing.T) {
	p := newPortolan(t)
	for _, wrong := range []struct {
		contract string
		query    object
		words    string
	}{
		{"escrow", object{"agreement": object{"agreement": 7}}, "7"},
		{"escrow", object{"agremeent": object{}}, "unknown variant `agremeent`"},
		{"oracle", object{"feed": object{"feed": "one"}}, "feed: expected"},
		{"shipment", object{"owner_of": object{"token_id": "MSC:BL-7"}}, "MSC:BL-7"},
	} {
		var answer any
		err := p.SmartQuery(p.address(wrong.contract), wrong.query, &answer)
		require.ErrorContains(t, err, wrong.words)
		p.readable(err)
	}
}

func TestAReportWithAnAlteredSignatureIsRefusedAsAWhole(t *testing.T) {
	// given
	p := newPortolan(t)
	rest := p.playUntil("report", example(t))
	signed, _ := p.ready(rest[0])
	for number, r := range p.committee {
		altered := unsigned(t, signed)
		report := altered["report"].(object)["reports"].([]any)[number-1].(object)
		signature, err := base64.StdEncoding.DecodeString(report["signature"].(string))
		require.NoError(t, err)

		// when
		signature[number] ^= 1
		report["signature"] = signature

		// then
		t.Log(r.scheme)
		p.refused("anyone", "oracle", altered, "is not over this report")
	}
	require.EqualValues(t, 0, p.gained("seller"))

	// when
	p.must("anyone", "oracle", signed)

	// then
	require.EqualValues(t, 3_000, p.gained("seller"), "by the signatures as they were")
}

func TestSignaturesSayOnlyWhatTheirReportersSigned(t *testing.T) {
	p := newPortolan(t)
	rest := p.playUntil("report", example(t))
	signed, _ := p.ready(rest[0])
	p.waitUntil(p.now() + minute)
	for _, altered := range []struct {
		what  string
		alter func(msg, report object)
	}{
		{"another time of the event", func(_, report object) { report["outcome"] = object{"happened": object{"at": start + 1}} }},
		{"another outcome", func(_, report object) { report["outcome"] = object{"unresolvable": object{}} }},
		{"another time of signing", func(_, report object) { report["signed_at"] = p.now() }},
		{"another reporter", func(_, report object) { report["reporter"] = 9 }},
		{"another milestone", func(msg, _ object) {
			msg["subject"].(object)["milestone"] = object{"leg": 0, "event": "DISC", "place": "NLRTM"}
		}},
	} {
		t.Log(altered.what)
		msg := unsigned(t, signed)
		report := msg["report"].(object)
		reports := report["reports"].([]any)
		report["reports"] = reports[:3]
		altered.alter(report, reports[0].(object))
		p.refused("anyone", "oracle", msg, "is not over this report")
	}
	require.EqualValues(t, 0, p.gained("seller"))
}
