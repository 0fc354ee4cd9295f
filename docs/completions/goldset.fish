# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_goldset_global_optspecs
    string join \n store= reviewer= json q/quiet record= replay= h/help V/version
end

function __fish_goldset_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_goldset_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_goldset_using_subcommand
    set -l cmd (__fish_goldset_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c goldset -n "__fish_goldset_needs_command" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_needs_command" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_needs_command" -l record -d 'Record keys, sizes and the kind of every answer, for a bug report; texts become unreadable' -r -F
complete -c goldset -n "__fish_goldset_needs_command" -l replay -d 'Play a recording step by step, on the sample or on a copy of the store; not in a terminal, print its last screen' -r -F
complete -c goldset -n "__fish_goldset_needs_command" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_needs_command" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_needs_command" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_needs_command" -s V -l version -d 'Print version'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "init" -d 'Make a store in this folder (.goldset/)'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "demo" -d 'The workbench on sample data, in a throw-away store'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "import" -d 'Read traces, spans and signals from files, folders, globs or - (stdin)'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "queue" -d 'List traces, the worst first'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "show" -d 'Show a trace: what happened, its signals, what was decided'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "verdict" -d 'Say whether an output was good or bad'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "label" -d 'Name what is wrong with an output'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "correct" -d 'Write the output as it should have been'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "assign" -d 'Say who looks after a trace'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "promote" -d 'Put a trace into the golden set'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "modes" -d 'The failure modes: list, add, rename, edit, merge, retire, import, export'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "classify" -d 'Learn from verdicts and labels what signals and texts say'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "undo" -d 'Take back my last decision, or the one named'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "redo" -d 'Do again what was undone last'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "history" -d 'List decisions, of all or of one trace or golden row'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "golden" -d 'The golden set: list, show, add, edit, retire, export'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "cluster" -d 'Group failing traces that fail alike'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "clusters" -d 'Failure clusters: what fails, how badly, what to fix first'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "fix" -d 'Fixes: record one, and tell those who complained'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "doctor" -d 'Check the store: integrity, history, indexes'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "config" -d 'Show the configuration, or where it lives'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "man" -d 'Print the man page'
complete -c goldset -n "__fish_goldset_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand init" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand init" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand init" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand init" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand init" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand demo" -l record -d 'Record keys, sizes and the kind of every answer, for a bug report; texts become unreadable' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand demo" -l replay -d 'Play a recording step by step, on the sample or on a copy of the store; not in a terminal, print its last screen' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand demo" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand demo" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand demo" -l tour -d 'Begin with the tour, which leads from the worst output to a golden row'
complete -c goldset -n "__fish_goldset_using_subcommand demo" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand demo" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand demo" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand import" -l map -d 'How to read records of any shape: a mapping file, or the name of a ready one' -r
complete -c goldset -n "__fish_goldset_using_subcommand import" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand import" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand import" -l strict -d 'Import nothing unless every record is good'
complete -c goldset -n "__fish_goldset_using_subcommand import" -l redact -d 'Replace e-mail addresses, phone numbers, cards, keys … by placeholders'
complete -c goldset -n "__fish_goldset_using_subcommand import" -l explain -d 'Tell how the files would be read, and import nothing; without PATH, how a mapping is written'
complete -c goldset -n "__fish_goldset_using_subcommand import" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand import" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand import" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l order -d 'What comes first' -r -f -a "worst\t''
triage\t''
ambiguous\t''
newest\t''
best\t''
random\t''"
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l filter -d 'Only traces that match, e.g. \'prompt:refunds* signal:thumbs_down since:7d\'' -r
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l view -d 'A view saved in the workbench: its filter, order and window; --filter narrows it' -r
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l like -d 'The traces most like this one, over the whole store, the likest first' -r
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l limit -d 'At most so many rows' -r
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l all -d 'Also what is decided already'
complete -c goldset -n "__fish_goldset_using_subcommand queue" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand queue" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand queue" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand show" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand show" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand show" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand show" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand show" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l reason -d 'Why; needed for unsure: not_enough, rubric_unclear, borderline, or in words' -r
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l filter -d 'All traces that match, in place of an ID; those still open to you, as `queue` lists them' -r
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l ids -d 'All traces whose ids stand in a file, one a line, in place of an ID; - reads stdin' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l limit -d 'With --filter: at most so many, the worst first' -r
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l not-blind -d 'Others\' verdicts or predictions were seen before; so it is with many at once'
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l all -d 'With --filter: also what is decided already'
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l dry-run -d 'Say what would happen to how many, and do nothing'
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand verdict" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand label" -l filter -d 'All traces that match, in place of an ID; those still open to you, as `queue` lists them' -r
complete -c goldset -n "__fish_goldset_using_subcommand label" -l ids -d 'All traces whose ids stand in a file, one a line, in place of an ID; - reads stdin' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand label" -l limit -d 'With --filter: at most so many, the worst first' -r
complete -c goldset -n "__fish_goldset_using_subcommand label" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand label" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand label" -l add -d 'Beside the modes of your earlier label, not in their place'
complete -c goldset -n "__fish_goldset_using_subcommand label" -l not-blind -d 'Others\' labels or predictions were seen before; so it is with many at once'
complete -c goldset -n "__fish_goldset_using_subcommand label" -l all -d 'With --filter: also what is decided already'
complete -c goldset -n "__fish_goldset_using_subcommand label" -l dry-run -d 'Say what would happen to how many, and do nothing'
complete -c goldset -n "__fish_goldset_using_subcommand label" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand label" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand label" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand correct" -l text -d 'The corrected output' -r
complete -c goldset -n "__fish_goldset_using_subcommand correct" -l file -d 'A file that holds the corrected output' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand correct" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand correct" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand correct" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand correct" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand correct" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l filter -d 'All traces that match, in place of an ID; those still open to you, as `queue` lists them' -r
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l ids -d 'All traces whose ids stand in a file, one a line, in place of an ID; - reads stdin' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l limit -d 'With --filter: at most so many, the worst first' -r
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l nobody -d 'Take it back: nobody looks after it'
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l all -d 'With --filter: also what is decided already'
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l dry-run -d 'Say what would happen to how many, and do nothing'
complete -c goldset -n "__fish_goldset_using_subcommand assign" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand assign" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand assign" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l expected -d 'The expected output [default: the reviewer\'s correction, else the user\'s, else the user\'s final text]' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l tag -d 'A tag of the row; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l check -d 'A check in the form kind:value; may be given several times [default: proposed from the correction]' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l rubric -d 'Free-form criteria' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l note -d 'A remark for whoever reads the row' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l filter -d 'All traces that match, in place of an ID; those still open to you, as `queue` lists them' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l ids -d 'All traces whose ids stand in a file, one a line, in place of an ID; - reads stdin' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l limit -d 'With --filter: at most so many, the worst first' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l critical -d 'Its failure alone blocks a release'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l keeper -d 'Guard today\'s output as it is; implied by a good verdict'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l keep-personal-data -d 'Keep personal data in the row'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l force -d 'Promote although a standing row has the same input and another expected'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l all -d 'With --filter: also what is decided already'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l dry-run -d 'Say what would happen to how many, and do nothing'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand promote" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "list" -d 'List the modes that stand, with how often each was labelled and predicted'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "add" -d 'Add a mode'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "rename" -d 'Call a mode something else; its id and its labels stay'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "edit" -d 'Change severity, usual fix, definition, cues … of a mode'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "merge" -d 'Make one of two modes; labels follow'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "retire" -d 'Take a mode out of the picker; labels keep it'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "import" -d 'Take over the modes of a file; those it lacks are retired'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "export" -d 'Write the modes as a file (TOML)'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and not __fish_seen_subcommand_from list add rename edit merge retire import export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from list" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from list" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from list" -l all -d 'Also merged and retired modes'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from list" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l name -d 'What people call it [default: the id in words]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l definition -d 'One line that excludes the other modes' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l example -d 'An output that has it' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l severity -d '1 (a blemish) to 5 (harm)' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l fix -d 'The usual way to fix it: prompt, retrieval, tool, model, product or data' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l cue -d 'Words of comments that hint at it, * for any ending; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l alias -d 'A reason users pick that means it; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l digit -d 'The key of the picker, 1 to 9 [default: the first that is free]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from rename" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from rename" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from rename" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l name -d 'What people call it' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l definition -d 'One line that excludes the other modes' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l example -d 'An output that has it' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l severity -d '1 (a blemish) to 5 (harm)' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l fix -d 'The usual way to fix it' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l cue -d 'Replaces the words that hint at it; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l alias -d 'Replaces the reasons that mean it; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l digit -d 'The key of the picker; whoever had it loses it' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from merge" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from merge" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from merge" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from retire" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from retire" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from retire" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from retire" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from retire" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from import" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from import" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from import" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from import" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from export" -s o -l output -d 'Where to [default: stdout]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from export" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from export" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from export" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from export" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the modes that stand, with how often each was labelled and predicted'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a mode'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Call a mode something else; its id and its labels stay'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change severity, usual fix, definition, cues … of a mode'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Make one of two modes; labels follow'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "retire" -d 'Take a mode out of the picker; labels keep it'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "import" -d 'Take over the modes of a file; those it lacks are retired'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the modes as a file (TOML)'
complete -c goldset -n "__fish_goldset_using_subcommand modes; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l filter -d 'Only traces that match [default: is:negative,ambiguous]' -r
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l limit -d 'At most so many traces, the worst first' -r
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l max-calls -d 'Stop after so many calls; 0 is no limit [default: config]' -r
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l max-tokens -d 'Stop before so many tokens are used; 0 is no limit [default: config]' -r
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l report -d 'Tell how far each source of predictions can be trusted, and learn nothing'
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l judge -d 'Ask the configured model what is wrong with traces it has not answered about'
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l dry-run -d 'Say how many calls and tokens it would take, and ask nothing'
complete -c goldset -n "__fish_goldset_using_subcommand classify" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand classify" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand classify" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand undo" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand undo" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand undo" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand undo" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand undo" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand redo" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand redo" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand redo" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand redo" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand redo" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand history" -l limit -d 'At most so many events, the newest first' -r
complete -c goldset -n "__fish_goldset_using_subcommand history" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand history" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand history" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand history" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand history" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "list" -d 'List the rows that stand'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "show" -d 'Show a row'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "add" -d 'Make a row without a trace'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "edit" -d 'Change a row'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "retire" -d 'Take a row out of the golden set'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "export" -d 'Write the rows for another tool'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and not __fish_seen_subcommand_from list show add edit retire export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from list" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from list" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from list" -l all -d 'Also retired rows'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from list" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from show" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from show" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from show" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l input -d 'What is asked' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l expected -d 'What should be answered' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l check -d 'A check in the form kind:value; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l rubric -d 'Free-form criteria' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l mode -d 'The failure mode it guards against' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l tag -d 'A tag of the row; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l note -d 'A remark for whoever reads the row' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l critical -d 'Its failure alone blocks a release'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l keep-personal-data -d 'Keep personal data in the row'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l force -d 'Add it although a standing row has the same input and another expected'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l expected -d 'What should be answered' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l check -d 'Replaces the row\'s checks; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l tag -d 'Replaces the row\'s tags; may be given several times' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l rubric -d 'Free-form criteria' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l mode -d 'The failure mode it guards against; an empty text takes it away' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l note -d 'A remark for whoever reads the row' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l critical -d 'Whether its failure alone blocks a release' -r -f -a "true\t''
false\t''"
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l keep-personal-data -d 'Keep personal data in a new expected text'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from retire" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from retire" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from retire" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from retire" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from retire" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -l to -d 'The format' -r -f -a "native\t'One row a line, as `golden list --json` shows them'"
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -s o -l output -d 'Where to; a folder gets rows.jsonl [default: stdout]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the rows that stand'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a row'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "add" -d 'Make a row without a trace'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change a row'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "retire" -d 'Take a row out of the golden set'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the rows for another tool'
complete -c goldset -n "__fish_goldset_using_subcommand golden; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l window -d 'Group the failing traces of so many days of data [default: as the last run, else 28d]' -r
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l max-calls -d 'Stop after so many calls; 0 is no limit [default: config]' -r
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l max-tokens -d 'Stop before so many tokens are used; 0 is no limit [default: config]' -r
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l from-scratch -d 'Forget the groups there are, but for what people decided; shows what would become of them first'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l yes -d 'Accept a run from scratch without being asked'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l embeddings -d 'Compare by vectors of the configured embeddings endpoint; later runs compare by what it gave, but only this flag asks it'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l words -d 'Compare by vectors learnt from the texts, as runs do until --embeddings'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l dry-run -d 'Say what would be sent where, and send nothing'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l forget-vectors -d 'Let go of the vectors that are kept of this model, and ask for all again'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand cluster" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l window -d 'Figures over so many days of data [default: as the last run]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -s o -l output -d 'Where to [default: stdout]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l members -d 'Also the ids of the traces of each'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l markdown -d 'A page in Markdown'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l html -d 'One read-only page for people without a terminal'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "show" -d 'Show one: why it is there, what stands for it, its fixes'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "name" -d 'Give it a name; an empty one takes the name back'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "merge" -d 'Make it part of another'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "split" -d 'Split part of it off; without traces or a part, show what could be split'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "move" -d 'Put a trace into another cluster'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "rate" -d 'Say how bad it is and how easily it is fixed'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "owner" -d 'Say who looks after it; without a name, nobody'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "pick" -d 'Plan it for this cycle'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "status" -d 'Set its status; auto lets it move by itself'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "note" -d 'Add a remark'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "promise" -d 'Write down what somebody promises; an empty text takes it back'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "brief" -d 'A brief for a ticket or a coding agent, in Markdown'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and not __fish_seen_subcommand_from show name merge split move rate owner pick status note promise brief help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from show" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from show" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from show" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from name" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from name" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from name" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from name" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from name" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from merge" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from merge" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from merge" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -l part -d 'The part of the proposal that leaves' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -l name -d 'What the new one is called' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from split" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from move" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from move" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from move" -l out -d 'Out of every cluster'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from move" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from move" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from move" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -l severity -d '1 (a blemish) to 5 (harm); auto computes it again' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -l fixable -d '0 (out of reach) to 1 (a line of a prompt); auto computes it again' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from rate" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from owner" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from owner" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from owner" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from owner" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from owner" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from pick" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from pick" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from pick" -l off -d 'Take it out of the plan'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from pick" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from pick" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from pick" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from status" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from status" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from status" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from status" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from note" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from note" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from note" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from note" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from note" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -l by -d 'Who promises [default: you]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -l due -d 'Until when, e.g. 2026-12-01' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from promise" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from brief" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from brief" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from brief" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from brief" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from brief" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one: why it is there, what stands for it, its fixes'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "name" -d 'Give it a name; an empty one takes the name back'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Make it part of another'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "split" -d 'Split part of it off; without traces or a part, show what could be split'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "move" -d 'Put a trace into another cluster'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "rate" -d 'Say how bad it is and how easily it is fixed'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "owner" -d 'Say who looks after it; without a name, nobody'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "pick" -d 'Plan it for this cycle'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "status" -d 'Set its status; auto lets it move by itself'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "note" -d 'Add a remark'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "promise" -d 'Write down what somebody promises; an empty text takes it back'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "brief" -d 'A brief for a ticket or a coding agent, in Markdown'
complete -c goldset -n "__fish_goldset_using_subcommand clusters; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -f -a "shipped" -d 'Record a shipped fix; it is judged as traffic comes in'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -f -a "notify" -d 'List the complaints behind it as JSONL, so that the product can tell those people'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and not __fish_seen_subcommand_from shipped notify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l kind -d 'What was changed' -r -f -a "prompt\t''
data\t''
retrieval\t''
tool\t''
product\t''
model\t''"
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l ref -d 'A URL or a commit' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l prompt -d 'The prompt version that carries it, e.g. refunds@v6' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l at -d 'When it went live [default: now]' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l note -d 'What it does, in a few words' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from shipped" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from notify" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from notify" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from notify" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from notify" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from notify" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from help" -f -a "shipped" -d 'Record a shipped fix; it is judged as traffic comes in'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from help" -f -a "notify" -d 'List the complaints behind it as JSONL, so that the product can tell those people'
complete -c goldset -n "__fish_goldset_using_subcommand fix; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand doctor" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand doctor" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand doctor" -l rebuild -d 'Rebuild what is derived from facts and decisions'
complete -c goldset -n "__fish_goldset_using_subcommand doctor" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand doctor" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand config" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand config" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand config" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand config" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c goldset -n "__fish_goldset_using_subcommand completions" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand completions" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand completions" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand completions" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand completions" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand man" -l store -d 'The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]' -r -F
complete -c goldset -n "__fish_goldset_using_subcommand man" -l reviewer -d 'Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]' -r
complete -c goldset -n "__fish_goldset_using_subcommand man" -l json -d 'Machine-readable output'
complete -c goldset -n "__fish_goldset_using_subcommand man" -s q -l quiet -d 'No progress, no remarks'
complete -c goldset -n "__fish_goldset_using_subcommand man" -s h -l help -d 'Print help'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "init" -d 'Make a store in this folder (.goldset/)'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "demo" -d 'The workbench on sample data, in a throw-away store'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "import" -d 'Read traces, spans and signals from files, folders, globs or - (stdin)'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "queue" -d 'List traces, the worst first'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "show" -d 'Show a trace: what happened, its signals, what was decided'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "verdict" -d 'Say whether an output was good or bad'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "label" -d 'Name what is wrong with an output'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "correct" -d 'Write the output as it should have been'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "assign" -d 'Say who looks after a trace'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "promote" -d 'Put a trace into the golden set'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "modes" -d 'The failure modes: list, add, rename, edit, merge, retire, import, export'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "classify" -d 'Learn from verdicts and labels what signals and texts say'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "undo" -d 'Take back my last decision, or the one named'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "redo" -d 'Do again what was undone last'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "history" -d 'List decisions, of all or of one trace or golden row'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "golden" -d 'The golden set: list, show, add, edit, retire, export'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "cluster" -d 'Group failing traces that fail alike'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "clusters" -d 'Failure clusters: what fails, how badly, what to fix first'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "fix" -d 'Fixes: record one, and tell those who complained'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "doctor" -d 'Check the store: integrity, history, indexes'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "config" -d 'Show the configuration, or where it lives'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "completions" -d 'Print completions for a shell'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "man" -d 'Print the man page'
complete -c goldset -n "__fish_goldset_using_subcommand help; and not __fish_seen_subcommand_from init demo import queue show verdict label correct assign promote modes classify undo redo history golden cluster clusters fix doctor config completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "list" -d 'List the modes that stand, with how often each was labelled and predicted'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "add" -d 'Add a mode'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "rename" -d 'Call a mode something else; its id and its labels stay'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "edit" -d 'Change severity, usual fix, definition, cues … of a mode'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "merge" -d 'Make one of two modes; labels follow'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "retire" -d 'Take a mode out of the picker; labels keep it'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "import" -d 'Take over the modes of a file; those it lacks are retired'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from modes" -f -a "export" -d 'Write the modes as a file (TOML)'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from golden" -f -a "list" -d 'List the rows that stand'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from golden" -f -a "show" -d 'Show a row'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from golden" -f -a "add" -d 'Make a row without a trace'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from golden" -f -a "edit" -d 'Change a row'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from golden" -f -a "retire" -d 'Take a row out of the golden set'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from golden" -f -a "export" -d 'Write the rows for another tool'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "show" -d 'Show one: why it is there, what stands for it, its fixes'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "name" -d 'Give it a name; an empty one takes the name back'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "merge" -d 'Make it part of another'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "split" -d 'Split part of it off; without traces or a part, show what could be split'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "move" -d 'Put a trace into another cluster'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "rate" -d 'Say how bad it is and how easily it is fixed'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "owner" -d 'Say who looks after it; without a name, nobody'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "pick" -d 'Plan it for this cycle'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "status" -d 'Set its status; auto lets it move by itself'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "note" -d 'Add a remark'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "promise" -d 'Write down what somebody promises; an empty text takes it back'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from clusters" -f -a "brief" -d 'A brief for a ticket or a coding agent, in Markdown'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from fix" -f -a "shipped" -d 'Record a shipped fix; it is judged as traffic comes in'
complete -c goldset -n "__fish_goldset_using_subcommand help; and __fish_seen_subcommand_from fix" -f -a "notify" -d 'List the complaints behind it as JSONL, so that the product can tell those people'
