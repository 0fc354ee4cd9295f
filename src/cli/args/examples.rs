//! What stands under the help of a verb: examples to copy.

pub(super) const PROGRAM: &str = "\
Without a verb: the workbench on the nearest store.

Examples:
  goldset demo                                  the workbench on sample data
  goldset import traces.jsonl && goldset        your own traces, the worst first
  goldset queue --filter 'prompt:refunds* since:7d'
  goldset verdict 7f3a bad && goldset promote 7f3a

Exit codes: 0 done; 1 the thing asked about failed; 2 usage; 3 inconclusive; 4 cannot read or write.
Colours: none when stdout is no terminal or NO_COLOR is set.
Width: COLUMNS, else the terminal's, else 100.";

pub(super) const DEMO: &str = "\
Examples:
  goldset demo                                  nothing is left behind
  goldset demo --tour                           two minutes, a sentence a step; Esc ends it
  goldset demo --store sample.db                the sample stays in this file";

pub(super) const IMPORT: &str = "\
Examples:
  goldset import traces.jsonl                   native records: trace, span, signal
  goldset import exports/ 'logs/*.jsonl.gz'     folders and globs; OTLP and others are recognised
  my-app --dump | goldset import -              stdin
  goldset import --explain feedback.csv         how would this be read?
  goldset import --map feedback.toml feedback.csv

Importing the same again changes nothing, so an import that was stopped is finished by running it again.";

pub(super) const QUEUE: &str = "\
Examples:
  goldset queue                                 open to you, the worst first
  goldset queue --order best --filter route:orders
  goldset queue --filter 'signal:thumbs_down -tag:test badness>0.8' --json
  goldset queue --filter 'by:ana is:reviewed'
  goldset queue --like 7f3a                     the traces most like this one

Filters (- negates, a comma is or, * is a wildcard):
  mode: prompt: model: app: route: slice:APP/ROUTE release: segment: document: tool: signal:
  session: user: tag: by: owner: cluster: status: type: since:7d until:2026-11-14 badness>0.8
  ambiguity>0.5 has:correction,comment
  is:negative,ambiguous,reviewed,golden,mixed,disputed,praised-bad
  word \"a phrase\" text~\"a part of a word\"";

pub(super) const SHOW: &str = "\
Examples:
  goldset show 7f3a9c                           the beginning of an id is enough
  goldset show 7f3a9c --json | jq .correction";

pub(super) const VERDICT: &str = "\
Examples:
  goldset verdict 7f3a bad
  goldset verdict 7f3a unsure --reason rubric_unclear
  goldset verdict --filter 'prompt:refunds@v5 signal:outcome since:7d' bad --dry-run";

pub(super) const LABEL: &str = "\
Examples:
  goldset label 7f3a wrong_facts
  goldset label 7f3a outdated too_long
  goldset label --filter '\"14 days\" route:refunds' wrong_facts   one undo takes all of it back

Without a verdict of yours a label means bad.";

pub(super) const ASSIGN: &str = "\
Examples:
  goldset assign 7f3a ben
  goldset assign --filter 'route:billing is:negative' ana
  goldset queue --filter owner:ana";

pub(super) const CORRECT: &str = "\
Examples:
  goldset correct 7f3a --text 'Refunds take 5 business days.'
  goldset correct 7f3a --file answer.md
  pbpaste | goldset correct 7f3a -";

pub(super) const PROMOTE: &str = "\
Examples:
  goldset promote 7f3a
  goldset promote 7f3a --expected 'Within 5 business days.' --critical --tag legal
  goldset promote 7f3a --check 'contains:5 business days' --check max_chars:400
  goldset promote --filter 'has:correction route:refunds' --tag refunds

Checks: exact contains not_contains regex json_valid json_schema number similarity max_chars
  min_chars refuses answers calls_tool grounded retrieves judge";

pub(super) const MODES_ADD: &str = "\
Examples:
  goldset modes add late_delivery --definition 'Promises a day that cannot be kept.' --severity 4 --fix tool --cue 'too late'
  goldset modes list --all

goldset undo takes it back.";

pub(super) const CLASSIFY: &str = "\
Examples:
  goldset classify                              learn now, without waiting for more verdicts
  goldset classify --report                     precision, recall, κ and n of every source, by mode
  goldset classify --judge --dry-run            calls and tokens the judge would take
  goldset classify --judge --filter 'route:refunds since:7d' --max-calls 100

Answers of the judge are kept as they come: a run that ended early goes on where it was.";

pub(super) const UNDO: &str = "\
Examples:
  goldset undo                                  my last decision that stands
  goldset undo qwrmfp-17                        this one of mine

goldset redo brings back what was undone last.";

pub(super) const HISTORY: &str = "\
Examples:
  goldset history --limit 20
  goldset history 7f3a --json";

pub(super) const GOLDEN_ADD: &str = "\
Example:
  goldset golden add --input 'What is your VAT number?' --expected DE123456789";

pub(super) const GOLDEN_EDIT: &str = "\
Examples:
  goldset golden edit g-h17rdjx9vb --expected 'Within 5 business days.'
  goldset golden edit g-h17rdjx9vb --critical true --tag legal";

pub(super) const GOLDEN_EXPORT: &str = "\
Examples:
  goldset golden export -o golden/              golden/rows.jsonl, sorted, for git
  goldset golden export | wc -l";

pub(super) const CLUSTER: &str = "\
Examples:
  goldset cluster                               group the last 28 days of data
  goldset cluster --window 56d
  goldset cluster --from-scratch                forget the groups; shows first what would become of them
  goldset cluster --embeddings --dry-run        what an embeddings endpoint would be sent

With --embeddings the texts of failing traces that have no vector yet are sent; what is given is kept, so that each text is
sent once. A run without it stays with the vectors there are, and new texts wait; --words goes back.

Names, merges, splits and moves of people survive every run. On unchanged data the last run stands.";

pub(super) const CLUSTERS: &str = "\
Examples:
  goldset clusters                              the gravest first
  goldset clusters show 'refund days'           one of them; an id or part of a name
  goldset clusters name c-7f2k9m 'refund days wrong'
  goldset clusters merge c-9m1p2q c-7f2k9m && goldset undo
  goldset clusters brief c-7f2k9m | gh issue create -F -
  goldset clusters --html -o clusters.html      a page for people without a terminal
  goldset queue --filter cluster:c-7f2k9m       its traces";

pub(super) const FIX: &str = "\
Examples:
  goldset fix shipped c-7f2k9m --kind prompt --prompt refunds@v6 --ref https://git.example.com/pull/467
  goldset fix shipped 'wall of text' --kind prompt --at 2026-10-19T05:30:00Z --note 'shorter answers'
  goldset fix notify c-7f2k9m                   whom to tell, as JSONL";

pub(super) const DOCTOR: &str = "\
Checks the file, its references, the chain of the history, and that what is derived equals a rebuild.
Exit code 1 when something does not fit.";

pub(super) const COMPLETIONS: &str = "\
Examples:
  goldset completions bash > ~/.local/share/bash-completion/completions/goldset
  goldset completions zsh > ~/.zfunc/_goldset
  goldset completions fish > ~/.config/fish/completions/goldset.fish";

pub(super) const MAN: &str = "\
Example:
  goldset man > ~/.local/share/man/man1/goldset.1";
