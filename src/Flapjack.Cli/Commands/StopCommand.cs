using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Commands;

/// <summary>Stops a command.</summary>
internal sealed class StopCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _agent = CommandArguments.Agent();
    private readonly Argument<string> _exec = CommandArguments.Exec();

    public StopCommand(ToolContext context)
        : base("stop", "Stops a command with all that it started, and returns when it is dead. A command that has ended is no error.", "flapjack stop $AGENT $EXEC")
    {
        _context = context;
        Add(_agent);
        Add(_exec);
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        using var client = _context.CreateClient(parse);
        await client.StopComputerExecAsync(parse.GetRequiredValue(_agent), parse.GetRequiredValue(_exec), _context.Stopping).ConfigureAwait(false);
        if (_context.WantsJson(parse))
        {
            _context.WriteJson(new() { ["stopped"] = parse.GetRequiredValue(_exec) });
        }

        return ExitCodes.Success;
    }
}
