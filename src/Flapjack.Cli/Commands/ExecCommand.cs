using System.CommandLine;
using System.CommandLine.Parsing;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Execs;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Commands;

/// <summary>Runs a command on an agent's computer.</summary>
internal sealed class ExecCommand : ToolCommand
{
    private static readonly TimeSpan DefaultKeep = TimeSpan.FromHours(1);

    private readonly ToolContext _context;
    private readonly Argument<string> _agent = CommandArguments.Agent();
    private readonly Argument<string[]> _command = new("command") { Arity = ArgumentArity.ZeroOrMore, Description = "Behind --: a command line of the shell, or a program and its arguments." };
    private readonly Option<TimeSpan?> _timeout = Durations.Option("--timeout", "How long the command may run; default the service's, 2m on the local backend.");
    private readonly Option<string?> _workingDir = new("--workdir", "-w") { Description = "Where the command runs, such as /workspace/app.", HelpName = "DIR" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the computer can run commands." };
    private readonly Option<string?> _key = new("--idempotency-key") { Description = "A key of this run: the same command under the same key never runs twice.", HelpName = "KEY" };
    private readonly Option<bool> _detach = new("--detach", "-d") { Description = "Print the command's id and leave; 'flapjack attach' follows the command." };
    private readonly Option<TimeSpan?> _keep = Durations.Option("--keep", "With --detach: how long the command goes on while nobody follows it; default 1h.");

    public ExecCommand(ToolContext context)
        : base(
            "exec",
            "Runs a command on an agent's computer. Both outputs come as they are, and the exit code is the command's.",
            "flapjack exec $AGENT -- npm test",
            "flapjack exec $AGENT -- 'npm test | tee test.log'",
            "flapjack exec $AGENT --timeout 10m --workdir /workspace/app -- make -j4",
            "id=$(flapjack exec $AGENT --detach -- ./long.sh) && flapjack attach $AGENT $id")
    {
        _context = context;
        Add(_agent);
        Add(_command);
        foreach (var option in (Option[])[_timeout, _workingDir, _wait, _key, _detach, _keep])
        {
            Add(option);
        }

        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var agentId = parse.GetRequiredValue(_agent);
        var options = new ExecComputerOptions
        {
            Command = CommandLineOf(parse),
            Timeout = parse.GetValue(_timeout),
            WorkingDir = parse.GetValue(_workingDir),
            WaitForReady = parse.GetValue(_wait),
            IdempotencyKey = parse.GetValue(_key),
            DetachTimeout = parse.GetValue(_detach) ? parse.GetValue(_keep) ?? DefaultKeep : null,
            LendsOutput = true,
        };
        using var client = _context.CreateClient(parse);
        return parse.GetValue(_detach)
            ? await DetachAsync(client, agentId, options, _context.WantsJson(parse)).ConfigureAwait(false)
            : await new ExecFollower(_context, client, agentId, _context.WantsJson(parse))
                .FollowAsync(token => client.ExecComputerAsync(agentId, options, token), stops: true).ConfigureAwait(false);
    }

    private string CommandLineOf(ParseResult parse)
    {
        var arguments = parse.GetValue(_command) ?? [];
        // Without -- an option of the command would be taken for an option of this tool.
        var behind = parse.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        if (arguments.Length == 0 || arguments.Length > behind)
        {
            throw ToolException.Usage("Write the command behind --, such as: flapjack exec AGENT -- npm test");
        }

        if (parse.GetValue(_keep) is not null && !parse.GetValue(_detach))
        {
            throw ToolException.Usage("--keep needs --detach: a command that is followed ends when nobody follows it any more.");
        }

        var line = ShellWords.CommandLineOf(arguments);
        return string.IsNullOrWhiteSpace(line) ? throw ToolException.Usage("The command behind -- is empty.") : line;
    }

    private async Task<int> DetachAsync(FlapjackClient client, string agentId, ExecComputerOptions options, bool json)
    {
        await foreach (var happened in client.ExecComputerAsync(agentId, options, _context.Stopping).ConfigureAwait(false))
        {
            switch (happened)
            {
                case ExecStartedEvent { ExecId: { } id }:
                    if (json)
                    {
                        _context.WriteJson(new() { ["execId"] = id });
                    }
                    else
                    {
                        _context.Terminal.Out.WriteLine(id);
                    }

                    return ExitCodes.Success;
                case ExecErrorEvent error:
                    throw new ToolException(ExitCodes.CommandLost, $"The service could not run the command: {error.Code}: {error.Detail}");
            }
        }

        throw new ToolException(ExitCodes.Unknown, "The service did not tell the command's id; whether the command runs is unknown.");
    }
}
