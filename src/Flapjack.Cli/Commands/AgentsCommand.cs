using System.CommandLine;
using System.Globalization;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Commands;

/// <summary>Lists the agents.</summary>
internal sealed class AgentsCommand : ToolCommand
{
    private readonly ToolContext _context;

    public AgentsCommand(ToolContext context)
        : base("agents", "Lists the agents: id, name and time of creation. Without a terminal, tabs separate them.", "flapjack agents", "flapjack agents | cut -f1")
    {
        _context = context;
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        using var client = _context.CreateClient(parse);
        var agents = await client.ListAgentsAsync(cancellationToken: _context.Stopping).ConfigureAwait(false);
        if (_context.WantsJson(parse))
        {
            _context.WriteJson(agents, ToolJson.Default.IReadOnlyListAgent);
            return ExitCodes.Success;
        }

        Paper.WriteTable(
            _context.Terminal,
            ["ID", "NAME", "CREATED"],
            agents.Select(agent => (string[])[agent.Id, agent.Name ?? "", agent.CreatedAt?.ToString("u", CultureInfo.InvariantCulture) ?? ""]));
        return ExitCodes.Success;
    }
}
