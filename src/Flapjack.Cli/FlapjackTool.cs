using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.Json.Nodes;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Commands;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli;

/// <summary>The tool: its commands, and what happens when one of them fails.</summary>
internal static class FlapjackTool
{
    private static readonly ParserConfiguration Parser = new()
    {
        // An argument of a command may begin with @, and means itself.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>The command <c>flapjack</c> with all that it has.</summary>
    public static RootCommand Build(ToolContext context)
    {
        var root = new RootCommand("Runs commands on the persistent Linux computers of AI agents, and serves a local backend for development and tests.");
        root.Add(context.Json);
        root.Add(new ServeCommand(context));
        root.Add(new CreateCommand(context));
        root.Add(new ExecCommand(context));
        root.Add(new AttachCommand(context));
        root.Add(new StopCommand(context));
        root.Add(new LogsCommand(context));
        root.Add(new StatusCommand(context));
        root.Add(new AgentsCommand(context));
        root.Add(new ChatCommand(context));
        root.Add(new WebhookCommand(context));
        root.Add(new AuditCommand(context));
        root.Add(new McpCommand(context));
        root.Add(new ApiCommand(context));
        root.Add(new CompletionCommand(context));
        if (root.Options.OfType<HelpOption>().SingleOrDefault() is { Action: SynchronousCommandLineAction help } option)
        {
            option.Action = new HelpWithExamples(help);
        }

        return root;
    }

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code of the process, of <see cref="ExitCodes"/> or the code of the command that ran.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliTerminal terminal)
    {
        var context = new ToolContext(terminal);
        var parse = Build(context).Parse(arguments.Count > 0 ? arguments : ["--help"], Parser);
        try
        {
            if (parse.Errors.Count > 0 && parse.Action is not HelpWithExamples)
            {
                throw ToolException.Usage(FaultOf(parse));
            }

            return await parse.InvokeAsync(new()
            {
                Output = terminal.Out,
                Error = terminal.Notes,
                EnableDefaultExceptionHandler = false,
                // The tool handles signals itself: the first one lets the command end in good order.
                ProcessTerminationTimeout = null,
            }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Tell(Failure.Of(e, terminal), context, context.WantsJson(parse));
        }
    }

    private static int Tell(Failure failure, ToolContext context, bool json)
    {
        if (failure.Message is null)
        {
            return failure.ExitCode;
        }

        try
        {
            context.Terminal.Notes.WriteLine(json
                ? new JsonObject { ["error"] = new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message, ["exitCode"] = failure.ExitCode } }.ToJsonString()
                : $"flapjack: {failure.Message}");
        }
        catch (IOException)
        {
            // Nobody reads what went wrong; the exit code still tells it.
        }

        return failure.ExitCode;
    }

    private static string FaultOf(ParseResult parse)
    {
        // A word that is no command is told first: without it, a command would be missing as well.
        var messages = parse.Errors.Select(error => error.Message).Distinct();
        return $"{(parse.UnmatchedTokens.Count > 0 ? messages.Last() : string.Join(' ', messages))} See '{PathOf(parse.CommandResult.Command)} --help'.";
    }

    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "flapjack";
}
