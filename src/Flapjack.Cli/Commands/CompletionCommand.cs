using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Commands;

/// <summary>Prints what makes a shell complete the tool's command lines.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    // The parser's directive is told the command line behind the tool's name, and where in it the cursor stands.
    private const string Bash = """
        _flapjack() {
          local line="${COMP_LINE#* }" at=$(( COMP_POINT - ${#COMP_LINE} )) word="${COMP_WORDS[COMP_CWORD]}"
          at=$(( at + ${#line} ))
          mapfile -t COMPREPLY < <(compgen -W "$(flapjack "[suggest:$at]" "$line" 2>/dev/null)" -- "$word")
        }
        complete -o default -F _flapjack flapjack

        """;

    private const string Zsh = """
        #compdef flapjack
        _flapjack() {
          local line="${BUFFER#* }"
          local at=$(( CURSOR - ${#BUFFER} + ${#line} ))
          local -a words
          words=("${(@f)$(flapjack "[suggest:$at]" "$line" 2>/dev/null)}")
          compadd -a words
        }
        compdef _flapjack flapjack

        """;

    private const string Fish = """
        function __flapjack_complete
            set -l line (string replace -r '^\S+\s?' '' -- (commandline -cp))
            flapjack "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c flapjack -a '(__flapjack_complete)'

        """;

    private readonly ToolContext _context;
    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh or fish." };

    public CompletionCommand(ToolContext context)
        : base(
            "completion",
            "Prints a script that makes your shell complete the command lines of flapjack.",
            "source <(flapjack completion bash)",
            "source <(flapjack completion zsh)",
            "flapjack completion fish | source")
    {
        _context = context;
        Add(_shell);
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Runs(RunAsync);
    }

    private Task<int> RunAsync(ParseResult parse)
    {
        _context.Terminal.Out.Write(parse.GetRequiredValue(_shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
        return Task.FromResult(ExitCodes.Success);
    }
}
