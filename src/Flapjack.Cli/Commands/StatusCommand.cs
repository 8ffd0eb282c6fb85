using System.CommandLine;
using System.Globalization;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Commands;

/// <summary>Shows the state of a computer.</summary>
internal sealed class StatusCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _agent = CommandArguments.Agent();
    private readonly Option<bool> _watch = new("--watch") { Description = "Show each change until Ctrl-C." };

    public StatusCommand(ToolContext context)
        : base("status", "Shows the state of an agent's computer.", "flapjack status $AGENT", "flapjack status $AGENT --watch", "flapjack status $AGENT --json | jq -r .computer.status")
    {
        _context = context;
        Add(_agent);
        Add(_watch);
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        using var client = _context.CreateClient(parse);
        var agentId = parse.GetRequiredValue(_agent);
        if (!parse.GetValue(_watch))
        {
            var status = await client.GetComputerStatusAsync(agentId, _context.Stopping).ConfigureAwait(false);
            Show(status, _context.WantsJson(parse), LinesOf(status));
            return ExitCodes.Success;
        }

        await foreach (var status in client.WatchComputerStatusAsync(agentId, _context.Stopping).ConfigureAwait(false))
        {
            var time = _context.Terminal.Clock.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            Show(status, _context.WantsJson(parse), [$"{time}  {Paper.Plain(string.Join("  ", LinesOf(status)))}"]);
        }

        return ExitCodes.Success;
    }

    private void Show(ComputerStatus status, bool json, IEnumerable<string> lines)
    {
        if (json)
        {
            _context.WriteJson(status, ToolJson.Default.ComputerStatus);
            return;
        }

        foreach (var line in lines)
        {
            _context.Terminal.Out.WriteLine(Paper.Plain(line));
        }
    }

    private static IEnumerable<string> LinesOf(ComputerStatus status)
    {
        yield return $"status: {status.Computer?.Status.ToString() ?? "none"}";
        if (status.Computer?.LastUsedAt is { } used)
        {
            yield return $"last used: {used:u}";
        }

        if (status.Signals.DevServer is { } server)
        {
            yield return $"dev server: port {server.Port}, {(server.Listening ? "listening" : "not listening")}";
        }

        if (status.Signals.Disk is { } disk)
        {
            yield return $"disk: {disk.Used} of {disk.Total} bytes";
        }
    }
}
