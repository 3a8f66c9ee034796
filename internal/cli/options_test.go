package cli

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/moderation"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// What a command line means, for every command. Nothing runs.
func TestOptions(t *testing.T) {
	tried := map[string]bool{}
	proposal := &proposeFlags{reason: "spam", yes: true}
	for line, want := range map[string]any{
		"apply --plan p.json":                                       applyFlags{saved: "p.json"},
		"apply --override urgent":                                   applyFlags{reason: "urgent", override: true},
		"apply --sandbox --ref abc":                                 applyFlags{planFlags: planFlags{sandbox: true, ref: "abc"}},
		"bootstrap --yes":                                           bootstrapFlags{yes: true},
		"check --proposal 7 --dry-run":                              checkFlags{proposal: 7, dryRun: true},
		"check --all":                                               checkFlags{all: true},
		"check --facts f --ref c --suppose ada=yes,ben=no":          checkFlags{facts: "f", ref: "c", suppose: []string{"ada=yes", "ben=no"}},
		"demo --keep there --serve":                                 demoFlags{keep: "there", serve: true},
		"docs man --out there":                                      docsFlags{out: "there"},
		"docs markdown -o there":                                    docsFlags{out: "there"},
		"doctor --only server,ledger":                               doctorFlags{only: []string{"server", "ledger"}, sections: []inspect.Section{inspect.OfServer, inspect.OfLedger}},
		"drift --open-proposal --adopt --only domain_blocks":        driftFlags{propose: true, adopt: true, only: []string{"domain_blocks"}},
		"erase ada --reason asked --yes":                            erasing{who: "ada", reason: "asked", yes: true},
		"explain block_domain severity=suspend --ref c":             explainFlags{ref: "c", args: []string{"block_domain", "severity=suspend"}},
		"export blocklist --format plain --work-tree":               exportFlags{format: "plain", workTree: true},
		"import blocklist list.csv --skip-invalid":                  importFlags{file: "list.csv", skipInvalid: true},
		"import instance lamp.example --public":                     adoptFlags{AdoptOptions: wire.AdoptOptions{Server: "lamp.example", Public: true}},
		"inbox --new-key there":                                     inboxFlags{newKey: "there"},
		"init --instance lamp.example --members ada -y":             initFlags{instance: "lamp.example", members: "ada", yes: true},
		"lint --base c --trace":                                     lintFlags{base: "c", trace: true},
		"live accounts --domain FAR.example --addresses":            accountsFlags{liveFlags: liveFlags{limit: 100}, filter: moderation.AccountFilter{Domain: "far.example"}, addresses: true},
		"live reports --resolved --limit 5":                         reportsFlags{liveFlags: liveFlags{limit: 5}, filter: moderation.ReportFilter{Resolved: true}},
		"log":                                                       logFlags{},
		"log 7 --sandbox":                                           logFlags{sandbox: true, proposal: 7},
		"login --for apply --gh --env lamp":                         loginFlags{purpose: "apply", gh: true, environment: "lamp"},
		"logout":                                                    none{},
		"plan --out p.json --detailed-exitcode":                     planFlags{out: "p.json", detailedExitcode: true},
		"policy bundle -o b.tar.gz":                                 bundleFlags{out: "b.tar.gz"},
		"propose block_domain a.example x=y --reason spam --yes":    skillFlags{proposal, "block_domain", []string{"a.example", "x=y"}},
		"propose action block_domain a.example --reason spam --yes": skillFlags{proposal, "block_domain", []string{"a.example"}},
		"propose --from-issue 7":                                    skillFlags{proposeFlags: &proposeFlags{issue: 7}},
		"propose amend --file new.md --reason spam --yes":           amendFlags{proposal, "new.md"},
		"propose member add ada roles=member --reason spam --yes":   memberFlags{proposal, []string{"ada", "roles=member"}},
		"propose member remove ada --reason spam --yes":             memberFlags{proposal, []string{"ada"}},
		"propose member role ada admin --reason spam --yes":         memberFlags{proposal, []string{"ada", "admin"}},
		"propose revert 7 --reason spam --yes":                      revertFlags{proposal, 7},
		"pseudonym @ada@lamp.example":                               pseudonymFlags{"@ada@lamp.example"},
		"publish --preview --limit 300":                             publishFlags{preview: true, limit: 300},
		"replay --constitution new.md":                              replayFlags{"new.md"},
		"sandbox --github --account mallory":                        sandboxFlags{github: true, address: sandbox.Address, accounts: []string{"mallory"}},
		"schema roster.yaml":                                        schemaFlags{"roster.yaml"},
		"site --out there --sandbox":                                siteFlags{out: "there", sandbox: true},
		"skills":                                                    none{},
		"sources --open-proposal --dry-run":                         sourcesFlags{propose: true, dry: true},
		"stats --sandbox":                                           statsFlags{true},
		"status":                                                    none{},
		"test --cases a.yaml --cases b.yaml":                        testFlags{cases: []string{"a.yaml", "b.yaml"}},
		"verify --anchors":                                          verifyFlags{anchors: true},
		"verify --anchors=false":                                    verifyFlags{offline: true},
		"version":                                                   none{},
	} {
		a, _ := silent()
		named, _, _ := a.root().Find(strings.Fields(line))
		tried[named.CommandPath()] = true
		got, err := optionsOf(line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
	}
	a, _ := silent()
	each(a.root(), func(cmd *cobra.Command) {
		if path := cmd.CommandPath(); cmd.RunE != nil && !tried[path] && path != "bylaw" {
			t.Errorf("no command line of %q is parsed", path)
		}
	})
}

// A mistake on the command line ends a command before it opens anything.
func TestOptionsThatAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"apply --plan p --override x":     "none of the others can be",
		"apply --ref c":                   "--ref",
		"check":                           "at least one of the flags",
		"check --proposal 0":              "--proposal",
		"doctor --only servers":           "there is no part \"servers\"",
		"drift --adopt":                   "go with --open-proposal",
		"erase ada --reason ada":          "names \"ada\"",
		"export blocklist --format fires": "--url is missing",
		"live accounts --status x":        "--status \"x\"",
		"live reports --by":               "flag needs an argument",
		"log 0":                           "is not the number of a proposal",
		"propose":                         "requires at least 1 arg",
		"propose revert x":                "is not the number of a proposal",
		"sources --dry-run":               "goes with --open-proposal",
		"schema x":                        "unknown schema",
	} {
		if got, err := optionsOf(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v", line, got, err)
		}
	}
}

// optionsOf parses a command line and gives the options of the command that it names.
func optionsOf(line string) (options any, err error) {
	a, _ := silent()
	a.parsed = func(o any) { options = o }
	root := a.root()
	root.SetArgs(strings.Fields(line))
	err = execute(context.Background(), root)
	return options, err
}
