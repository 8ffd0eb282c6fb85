using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Execs;

namespace Flapjack.Cli.Commands;

/// <summary>Follows a command that was started before.</summary>
internal sealed class AttachCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _agent = CommandArguments.Agent();
    private readonly Argument<string> _exec = CommandArguments.Exec();
    private readonly Option<string?> _after = new("--after") { Description = "Only the events behind this id, which --json shows with each event.", HelpName = "ID" };

    public AttachCommand(ToolContext context)
        : base(
            "attach",
            "Follows a command that was started before, from its first output on, and exits with its code. Ctrl-C leaves, and the command goes on.",
            "flapjack attach $AGENT $EXEC")
    {
        _context = context;
        Add(_agent);
        Add(_exec);
        Add(_after);
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var agentId = parse.GetRequiredValue(_agent);
        using var client = _context.CreateClient(parse);
        return await new ExecFollower(_context, client, agentId, _context.WantsJson(parse)).FollowAsync(
            token => client.AttachComputerExecAsync(agentId, new() { ExecId = parse.GetRequiredValue(_exec), After = parse.GetValue(_after), LendsOutput = true }, token),
            stops: false).ConfigureAwait(false);
    }
}
