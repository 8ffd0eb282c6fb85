using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Commands;

/// <summary>Shows how a computer is set up.</summary>
internal sealed class LogsCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _agent = CommandArguments.Agent();

    public LogsCommand(ToolContext context)
        : base("logs", "Shows the bootstrap log of an agent's computer, and follows it to its end. Exits with 1 if the bootstrap failed.", "flapjack logs $AGENT")
    {
        _context = context;
        Add(_agent);
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        using var client = _context.CreateClient(parse);
        var exitCode = ExitCodes.Unknown;
        await foreach (var happened in client.StreamBootstrapAsync(parse.GetRequiredValue(_agent), _context.Stopping).ConfigureAwait(false))
        {
            if (_context.WantsJson(parse))
            {
                _context.WriteJson(happened, ToolJson.Default.BootstrapEvent);
            }
            else if (happened is BootstrapLogEvent log)
            {
                _context.Terminal.Out.Write(log.Chunk);
            }

            exitCode = happened is BootstrapDoneEvent done ? CodeOf(done) : exitCode;
        }

        return exitCode == ExitCodes.Unknown ? throw new ToolException(exitCode, "The log ended without the end of the bootstrap; how it ended is unknown.") : exitCode;
    }

    private int CodeOf(BootstrapDoneEvent done)
    {
        if (done.ExitCode is 0 or null && done.Status is not { Value: "error" or "destroyed" })
        {
            return ExitCodes.Success;
        }

        _context.Note($"The bootstrap failed{(done.ExitCode is { } code ? $" with exit code {code}" : "")}.");
        return ExitCodes.Failed;
    }
}
